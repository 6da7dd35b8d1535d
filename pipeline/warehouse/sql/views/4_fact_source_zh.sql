-- grain: one row a fact of a current report; v_fact_source with Chinese names
-- key: 事实表, 报告编号, 行代码, 列代码
create or replace view 数据溯源 as
select
    table_name as 事实表,
    report_id as 报告编号,
    agency_id as 机关编号,
    agency_name as 机关名称,
    report_year as 报告年度,
    form_id as 报告格式,
    row_code as 行代码,
    col_code as 列代码,
    value as 数值,
    unit as 单位,
    status as 状态,
    method as 读取方式,
    printed as 原文,
    place as 位置,
    report_no as 文件内序号,
    sha256 as 文件散列,
    source_path as 来源路径,
    source_url as 来源网址,
    seen_at as 收到时间,
    member as 包内路径
from v_fact_source;

comment on view 数据溯源 is '原文追溯：现行报告的每个数值，到文件、位置、原文 / each fact of the current reports, traced to file, place and printed text';
comment on column 数据溯源.事实表 is '事实表名 / fact table';
comment on column 数据溯源.报告编号 is '报告编号 / report id';
comment on column 数据溯源.机关编号 is '行政机关编号，未识别时为空 / agency id, null while unresolved';
comment on column 数据溯源.机关名称 is '报告所载机关名称 / agency name as the report gives it';
comment on column 数据溯源.报告年度 is '报告年度 / year that is reported on';
comment on column 数据溯源.报告格式 is '报告格式编号 / statutory form';
comment on column 数据溯源.行代码 is '行代码，见 dim_cell / row of the form, see dim_cell';
comment on column 数据溯源.列代码 is '列代码，见 dim_cell / column of the form, see dim_cell';
comment on column 数据溯源.数值 is '所填数值，按原文单位，不换算 / figure as printed, in its unit';
comment on column 数据溯源.单位 is '所填数值的单位，不明时为空串 / unit of the figure, empty if none is stated';
comment on column 数据溯源.状态 is '单元格状态 / state of the cell';
comment on column 数据溯源.读取方式 is '读取方式 / how the figure was found';
comment on column 数据溯源.原文 is '原文所印文字 / text in the source';
comment on column 数据溯源.位置 is '在原文件中的位置：表号、行、列，或行号、字符位置 / place in the file: grid, row, column, or line, position';
comment on column 数据溯源.文件内序号 is '报告在文件内的序号，从 1 起 / place of the report within its file, from 1';
comment on column 数据溯源.文件散列 is '文件内容的 SHA-256，即原始文件库内的文件名 / SHA-256 of the file''s bytes, its name in the raw store';
comment on column 数据溯源.来源路径 is '最早收到该文件的路径 / path at which the file was first seen';
comment on column 数据溯源.来源网址 is '该来源的网址，不明时为空 / address of that source, null if unknown';
comment on column 数据溯源.收到时间 is '首次收到的时间，协调世界时 / when it was first seen there, UTC';
comment on column 数据溯源.包内路径 is '报告在压缩包内的路径，单独的文件为空串 / path of its file within an archive, empty for a file by itself';
