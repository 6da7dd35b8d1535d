-- grain: one row a fact of a current report, with the source at which its file was first seen
-- key: table_name, report_id, row_code, col_code
create or replace view v_fact_source as
with facts as (
    select 'fact_proactive_disclosure' as table_name, report_id, row_code, col_code, value, unit, status, method, printed, place
    from fact_proactive_disclosure
    where is_current
    union all
    select 'fact_requests' as table_name, report_id, row_code, col_code, value, unit, status, method, printed, place
    from fact_requests
    where is_current
    union all
    select 'fact_disputes' as table_name, report_id, row_code, col_code, value, unit, status, method, printed, place
    from fact_disputes
    where is_current
    union all
    select 'fact_indicator' as table_name, report_id, row_code, col_code, value, unit, status, method, printed, place
    from fact_indicator
    where is_current
),
first_source as (
    select report_id, source_path, source_url, seen_at
    from report_source
    qualify row_number() over (partition by report_id order by seen_at, source_path) = 1
)
select
    f.table_name,
    f.report_id,
    r.agency_id,
    r.agency_name,
    r.report_year,
    r.form_id,
    f.row_code,
    f.col_code,
    f.value,
    f.unit,
    f.status,
    f.method,
    f.printed,
    f.place,
    r.report_no,
    r.sha256,
    s.source_path,
    s.source_url,
    s.seen_at,
    r.member
from facts as f
inner join dim_report as r using (report_id)
inner join first_source as s using (report_id);

comment on view v_fact_source is '原文追溯：现行报告的每个数值，到文件、位置、原文 / each fact of the current reports, traced to file, place and printed text';
comment on column v_fact_source.table_name is '事实表名 / fact table';
comment on column v_fact_source.report_id is '报告编号 / report id';
comment on column v_fact_source.agency_id is '行政机关编号，未识别时为空 / agency id, null while unresolved';
comment on column v_fact_source.agency_name is '报告所载机关名称 / agency name as the report gives it';
comment on column v_fact_source.report_year is '报告年度 / year that is reported on';
comment on column v_fact_source.form_id is '报告格式编号 / statutory form';
comment on column v_fact_source.row_code is '行代码，见 dim_cell / row of the form, see dim_cell';
comment on column v_fact_source.col_code is '列代码，见 dim_cell / column of the form, see dim_cell';
comment on column v_fact_source.value is '所填数值，按原文单位，不换算 / figure as printed, in its unit';
comment on column v_fact_source.unit is '所填数值的单位，不明时为空串 / unit of the figure, empty if none is stated';
comment on column v_fact_source.status is '单元格状态 / state of the cell';
comment on column v_fact_source.method is '读取方式 / how the figure was found';
comment on column v_fact_source.printed is '原文所印文字 / text in the source';
comment on column v_fact_source.place is '在原文件中的位置：表号、行、列，或行号、字符位置 / place in the file: grid, row, column, or line, position';
comment on column v_fact_source.report_no is '报告在文件内的序号，从 1 起 / place of the report within its file, from 1';
comment on column v_fact_source.sha256 is '文件内容的 SHA-256，即原始文件库内的文件名 / SHA-256 of the file''s bytes, its name in the raw store';
comment on column v_fact_source.source_path is '最早收到该文件的路径 / path at which the file was first seen';
comment on column v_fact_source.source_url is '该来源的网址，不明时为空 / address of that source, null if unknown';
comment on column v_fact_source.seen_at is '首次收到的时间，协调世界时 / when it was first seen there, UTC';
comment on column v_fact_source.member is '报告在压缩包内的路径，单独的文件为空串 / path of its file within an archive, empty for a file by itself';
