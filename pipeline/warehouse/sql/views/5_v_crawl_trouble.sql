-- grain: one row an address whose latest visit brought nothing
-- key: url
create or replace view v_crawl_trouble as
select
    case
        when p.kind = 'column' then 1
        when p.outcome = 'failed' then 2
        when p.outcome = 'gone' then 3
        when r.means = 'other' then 5
        else 4
    end as urgency,
    p.source_id,
    p.kind,
    p.outcome,
    p.reason,
    coalesce(r.title_zh, p.reason) as reason_zh,
    coalesce(r.title_en, p.reason) as reason_en,
    p.detail,
    p.status,
    p.url,
    p.final_url,
    p.found_on,
    p.title,
    p.published_on,
    p.agency_id,
    p.sha256 <> '' as has_report,
    p.gone_since,
    p.last_visited_at
from crawl_page as p
left join dim_crawl_reason as r on p.reason = r.reason_id
where
    p.outcome in ('failed', 'gone', 'rejected')
    -- The report of a page may be in its attachments.
    and not (
        p.outcome = 'rejected'
        and p.url in (select attached_to from crawl_page where sha256 <> '' and gone_since is null)
    )
order by urgency, p.source_id, p.outcome, p.reason, p.url;

comment on view v_crawl_trouble is '抓取问题：最近一次访问没有取得报告或栏目的网址，先看栏目 / trouble of the crawl: addresses whose latest visit brought nothing, columns first';
comment on column v_crawl_trouble.urgency is '1 栏目失效、2 未能取得、3 已撤下、4 未收、5 不是所要的报告 / 1 a column, 2 failed, 3 gone, 4 rejected, 5 surely another document';
comment on column v_crawl_trouble.source_id is '来源编号，见 config/sources.toml / id of the source, see config/sources.toml';
comment on column v_crawl_trouble.kind is '类别：column 栏目、page 网页、attachment 附件 / column, page, attachment';
comment on column v_crawl_trouble.outcome is '结果：failed 未能取得、gone 已撤下、rejected 未收 / failed, gone, rejected';
comment on column v_crawl_trouble.reason is '原因编号，见 dim_crawl_reason / id of the reason, see dim_crawl_reason';
comment on column v_crawl_trouble.reason_zh is '原因 / the reason in Chinese';
comment on column v_crawl_trouble.reason_en is '原因的英文 / the reason in English';
comment on column v_crawl_trouble.detail is '所见情况 / what was found';
comment on column v_crawl_trouble.status is 'HTTP 状态码，没有答复时为空 / HTTP status, null without an answer';
comment on column v_crawl_trouble.url is '网址 / address';
comment on column v_crawl_trouble.final_url is '跳转后的网址 / address after redirects';
comment on column v_crawl_trouble.found_on is '发现该链接的栏目 / column on which the link was found';
comment on column v_crawl_trouble.title is '标题 / title';
comment on column v_crawl_trouble.published_on is '发布日期，不明时为空 / date of publication, null if unknown';
comment on column v_crawl_trouble.agency_id is '来源登记所定的机关编号，未定时为空 / agency id that the source gives, null if it leaves it to the report';
comment on column v_crawl_trouble.has_report is '此前是否收过报告 / whether it held a report before';
comment on column v_crawl_trouble.gone_since is '自何时起已撤下，协调世界时，否则为空 / since when it is gone, UTC, null while it is not';
comment on column v_crawl_trouble.last_visited_at is '最近访问时间，协调世界时 / latest visit, UTC';
