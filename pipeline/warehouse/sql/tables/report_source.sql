-- grain: one row a source path and report it has carried
-- key: source_path, report_id
create table if not exists report_source (
    report_id varchar,
    source_path varchar,
    source_url varchar,
    seen_at timestamp,
    fingerprint varchar,
    attached_to varchar
);

comment on table report_source is '报告来源，每个来源路径及其报告一行 / where reports came from, one row a source path and report';
comment on column report_source.report_id is '报告编号：文件内容与文件内序号的散列 / report id: hash of the file''s bytes and the report''s place in it';
comment on column report_source.source_path is '来源路径 / path it was delivered under';
comment on column report_source.source_url is '来源网址，不明时为空 / address it was published at, null if unknown';
comment on column report_source.seen_at is '该来源首次出现该内容的时间，协调世界时 / when this content was first seen at this path, UTC';
comment on column report_source.fingerprint is '处理指纹：文件内容、程序版本、格式定义、清单行 / what was processed: bytes, parser version, schemas, manifest row';
comment on column report_source.attached_to is '所属网页的来源路径，不是附件时为空 / source path of the page that it is attached to, null if it is no attachment';
