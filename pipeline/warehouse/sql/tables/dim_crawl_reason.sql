-- grain: one row a reason
-- key: reason_id
create table if not exists dim_crawl_reason (
    reason_id varchar,
    title_zh varchar,
    title_en varchar,
    is_other boolean
);

comment on table dim_crawl_reason is '未收、撤下或未能取得网页的原因 / why an address was rejected, gone or failed';
comment on column dim_crawl_reason.reason_id is '原因编号，长期不变 / id of the reason, stable';
comment on column dim_crawl_reason.title_zh is '中文说明 / in Chinese';
comment on column dim_crawl_reason.title_en is '英文说明 / in English';
comment on column dim_crawl_reason.is_other is '是否确定不是所要的报告（其他文件、其他年度、目录） / whether it surely was not the report in question';
