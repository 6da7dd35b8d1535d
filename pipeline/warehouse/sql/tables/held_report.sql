-- grain: one row a report that is held back, as of the last night
-- key: report_id
create table if not exists held_report (
    report_id varchar,
    sha256 varchar,
    source_path varchar,
    source varchar,
    form_id varchar,
    agency_name varchar,
    report_year bigint,
    is_misread boolean
);

comment on table held_report is '暂缓入库的报告，每份一行：所在批次，或同一文件中的其他报告被暂缓 / reports held back, one row each: because of their slice, or of another report of their file';
comment on column held_report.report_id is '报告编号：文件内容与文件内序号的散列 / report id: hash of the file''s bytes and the report''s place in it';
comment on column held_report.sha256 is '文件内容的 SHA-256，即原始文件库内的文件名 / SHA-256 of the file''s bytes, its name in the raw store';
comment on column held_report.source_path is '收到该文件的路径 / path at which the file was delivered';
comment on column held_report.source is '来源，见 held_slice / source, see held_slice';
comment on column held_report.form_id is '报告格式编号，未发现报告时为此前在该路径读到的格式，否则为空 / statutory form; where no report was found that of the report read at its path before, else null';
comment on column held_report.agency_name is '报告所载机关名称 / agency name as the report gives it';
comment on column held_report.report_year is '报告年度，未识别时为空 / year that is reported on, null if not found';
comment on column held_report.is_misread is '读取是否有误 / whether it was misread';
