-- grain: one row an address that a crawl has asked for
-- key: url
create table if not exists crawl_page (
    url varchar,
    source_id varchar,
    kind varchar,
    final_url varchar,
    found_on varchar,
    title varchar,
    published_on date,
    agency_id varchar,
    report_year bigint,
    attached_to varchar,
    outcome varchar,
    reason varchar,
    detail varchar,
    status bigint,
    charset varchar,
    sha256 varchar,
    etag varchar,
    last_modified varchar,
    first_seen_at timestamp,
    last_visited_at timestamp,
    gone_since timestamp
);

comment on table crawl_page is '抓取过的网址，每个一行，为最近一次访问后的情况；没有的文字为空串 / addresses that were asked for, one row each, as the latest visit left them; text that there is none of is empty';
comment on column crawl_page.url is '网址；收入的文件在 report_source 中以此为来源路径 / address; the source path of what was kept, in report_source';
comment on column crawl_page.source_id is '来源编号，见 config/sources.toml / id of the source, see config/sources.toml';
comment on column crawl_page.kind is '类别：column 栏目、page 网页、attachment 附件 / column (a list of links), page, attachment';
comment on column crawl_page.final_url is '跳转后的网址 / address after redirects';
comment on column crawl_page.found_on is '发现该链接的栏目 / column on which the link was found';
comment on column crawl_page.title is '标题 / title';
comment on column crawl_page.published_on is '发布日期，不明时为空 / date of publication, null if unknown';
comment on column crawl_page.agency_id is '来源登记所定的机关编号，未定时为空 / agency id that the source gives, null if it leaves it to the report';
comment on column crawl_page.report_year is '标题所说的报告年度，没有或不止一个时为空 / year that the title tells, null where it tells none or several';
comment on column crawl_page.attached_to is '附件所属网页的网址，不是附件时为空串 / address of the page that it is attached to, empty if it is no attachment';
comment on column crawl_page.outcome is '最近一次访问的结果：new 新收、changed 有改动、unchanged 未变、read 栏目已读、rejected 未收、gone 已撤下、failed 未能取得 / what the latest visit came to: new, changed, unchanged, read (a column), rejected, gone (it held a report), failed';
comment on column crawl_page.reason is '未收、撤下或未能取得的原因编号，见 dim_crawl_reason / id of why it was rejected, gone or failed, see dim_crawl_reason';
comment on column crawl_page.detail is '所见情况 / what was found';
comment on column crawl_page.status is 'HTTP 状态码，没有答复时为空 / HTTP status, null without an answer';
comment on column crawl_page.charset is '服务器声明的字符编码 / character set that the server declares';
comment on column crawl_page.sha256 is '最近收入的内容的 SHA-256，从未收入报告时为空串 / SHA-256 of the last bytes kept, empty if it never held a report';
comment on column crawl_page.etag is '服务器给出的 ETag / ETag of the server';
comment on column crawl_page.last_modified is '服务器给出的 Last-Modified / Last-Modified of the server';
comment on column crawl_page.first_seen_at is '首次访问时间，协调世界时 / first visit, UTC';
comment on column crawl_page.last_visited_at is '最近访问时间，协调世界时 / latest visit, UTC';
comment on column crawl_page.gone_since is '自何时起已撤下，协调世界时，仍在或不明时为空 / since when it is gone, UTC, null while it is not';
