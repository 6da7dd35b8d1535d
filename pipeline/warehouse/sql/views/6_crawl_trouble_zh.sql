-- grain: one row an address whose latest visit brought nothing; v_crawl_trouble with Chinese names
-- key: 网址
create or replace view 抓取问题 as
select
    urgency as 紧急程度,
    source_id as 来源编号,
    kind as 类别,
    outcome as 结果,
    reason as 原因编号,
    reason_zh as 原因,
    reason_en as 英文原因,
    detail as 所见情况,
    status as 状态码,
    url as 网址,
    final_url as 跳转后网址,
    found_on as 所在栏目,
    title as 标题,
    published_on as 发布日期,
    agency_id as 机关编号,
    has_report as 曾收报告,
    gone_since as 撤下时间,
    last_visited_at as 最近访问时间
from v_crawl_trouble;

comment on view 抓取问题 is '抓取问题：最近一次访问没有取得报告或栏目的网址，先看栏目 / trouble of the crawl: addresses whose latest visit brought nothing, columns first';
comment on column 抓取问题.紧急程度 is '1 栏目失效、2 未能取得、3 已撤下、4 未收、5 不是所要的报告 / 1 a column, 2 failed, 3 gone, 4 rejected, 5 surely another document';
comment on column 抓取问题.来源编号 is '来源编号，见 config/sources.toml / id of the source, see config/sources.toml';
comment on column 抓取问题.类别 is '类别：column 栏目、page 网页、attachment 附件 / column, page, attachment';
comment on column 抓取问题.结果 is '结果：failed 未能取得、gone 已撤下、rejected 未收 / failed, gone, rejected';
comment on column 抓取问题.原因编号 is '原因编号，见 dim_crawl_reason / id of the reason, see dim_crawl_reason';
comment on column 抓取问题.原因 is '原因 / the reason in Chinese';
comment on column 抓取问题.英文原因 is '原因的英文 / the reason in English';
comment on column 抓取问题.所见情况 is '所见情况 / what was found';
comment on column 抓取问题.状态码 is 'HTTP 状态码，没有答复时为空 / HTTP status, null without an answer';
comment on column 抓取问题.网址 is '网址 / address';
comment on column 抓取问题.跳转后网址 is '跳转后的网址 / address after redirects';
comment on column 抓取问题.所在栏目 is '发现该链接的栏目 / column on which the link was found';
comment on column 抓取问题.标题 is '标题 / title';
comment on column 抓取问题.发布日期 is '发布日期，不明时为空 / date of publication, null if unknown';
comment on column 抓取问题.机关编号 is '来源登记所定的机关编号，未定时为空 / agency id that the source gives, null if it leaves it to the report';
comment on column 抓取问题.曾收报告 is '此前是否收过报告 / whether it held a report before';
comment on column 抓取问题.撤下时间 is '自何时起已撤下，协调世界时，否则为空 / since when it is gone, UTC, null while it is not';
comment on column 抓取问题.最近访问时间 is '最近访问时间，协调世界时 / latest visit, UTC';
