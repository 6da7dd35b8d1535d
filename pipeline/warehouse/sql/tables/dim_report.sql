-- grain: one row a report, revisions kept; a file in which no report is found is one row without a form
-- key: report_id
create table if not exists dim_report (
    report_id varchar,
    agency_id varchar,
    agency_name varchar,
    report_year bigint,
    form_id varchar,
    report_no bigint,
    sha256 varchar,
    title varchar,
    published_on date,
    first_seen_at timestamp,
    is_current boolean,
    withdrawn boolean,
    document_format varchar,
    charset varchar,
    charset_declared varchar,
    told_agency_id varchar,
    region varchar,
    member varchar
);

comment on table dim_report is '政府信息公开工作年度报告，每份一行，保留历次版本 / annual reports, one row each, revisions kept';
comment on column dim_report.report_id is '报告编号：文件内容与文件内序号的散列 / report id: hash of the file''s bytes and the report''s place in it';
comment on column dim_report.agency_id is '行政机关编号，每次入库按机关名录重新识别，未识别时为空 / agency id, resolved anew at each load, null while the agency is unresolved';
comment on column dim_report.agency_name is '报告所载机关名称 / agency name as the report gives it';
comment on column dim_report.report_year is '报告年度（所报告的年份），未识别时为空 / year that is reported on, null if not found';
comment on column dim_report.form_id is '报告格式编号，未发现报告时为空 / statutory form, null if no report was found';
comment on column dim_report.report_no is '报告在文件内的序号，从 1 起 / place of the report within its file, from 1';
comment on column dim_report.sha256 is '文件内容的 SHA-256，未能打开的文件以 unread- 开头 / SHA-256 of the file''s bytes; unread-… for a file that was not opened';
comment on column dim_report.title is '报告标题 / title of the report';
comment on column dim_report.published_on is '发布日期，不明时为空 / date of publication, null if unknown';
comment on column dim_report.first_seen_at is '首次收到该内容的时间（各来源中最早），协调世界时 / when its bytes were first seen, at any source, UTC';
comment on column dim_report.is_current is '是否为该机关该年度的现行版本 / whether it is the current revision of its series';
comment on column dim_report.withdrawn is '是否已撤回，见 config/withdrawals.csv / whether it is withdrawn, see config/withdrawals.csv';
comment on column dim_report.document_format is '文件格式 / format of the file';
comment on column dim_report.charset is '实际使用的字符编码 / character set that was used';
comment on column dim_report.charset_declared is '文件声明的字符编码 / character set that the file declares';
comment on column dim_report.told_agency_id is '清单所载机关编号，未载明时为空 / agency id that a manifest gives, null if none does';
comment on column dim_report.region is '发布网站的主机名，用以区分同名机关，不需要时为空串 / host that published it, tells agencies of one name apart; empty where the name itself does';
comment on column dim_report.member is '报告在压缩包内的路径，单独的文件为空串 / path of its file within an archive, empty for a file by itself';
