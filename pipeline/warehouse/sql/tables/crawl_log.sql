-- grain: one row a crawl and count
-- key: crawl_id, what, detail
create table if not exists crawl_log (
    crawl_id varchar,
    started_at timestamp,
    ended_at timestamp,
    outcome varchar,
    what varchar,
    detail varchar,
    pages bigint
);

comment on table crawl_log is '抓取记录，每次抓取每项计数一行 / log of crawls, one row a crawl and count';
comment on column crawl_log.crawl_id is '抓取编号 / id of the crawl';
comment on column crawl_log.started_at is '开始时间，协调世界时 / when it began, UTC';
comment on column crawl_log.ended_at is '结束时间，协调世界时，未结束时为空 / when it ended, UTC, null if it has not';
comment on column crawl_log.outcome is '结果：finished 完成、window 时段已过、broken 中断、nothing 没有来源、running 未结束 / how it ended: finished, window (of the night) closed, broken, nothing to do, running (no end yet)';
comment on column crawl_log.what is '计数项：found 栏目中的链接、new 新收、changed 有改动、unchanged 未变、gone 已撤下、rejected 未收、failed 未能取得 / what is counted: found (links on columns), new, changed, unchanged, gone, rejected, failed';
comment on column crawl_log.detail is '未收的原因编号或未能取得的主机名，其他为空串 / reason of what was rejected, host of what failed, else empty';
comment on column crawl_log.pages is '网址数 / addresses';
