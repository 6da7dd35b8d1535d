-- grain: one row a reason
-- key: reason_id
create table if not exists dim_crawl_reason (
    reason_id varchar,
    title_zh varchar,
    title_en varchar,
    means varchar
);

comment on table dim_crawl_reason is '未收、撤下或未能取得网页的原因 / why an address was rejected, gone or failed';
comment on column dim_crawl_reason.reason_id is '原因编号，长期不变 / id of the reason, stable';
comment on column dim_crawl_reason.title_zh is '中文说明 / in Chinese';
comment on column dim_crawl_reason.title_en is '英文说明 / in English';
comment on column dim_crawl_reason.means is '对链接所说的报告意味着什么：unread 可能在那里、absent 打不开、other 是其他文件 / what it means for the report that a link told of: unread (it may well be there), absent (it is not to be had), other (the link told of something else)';
