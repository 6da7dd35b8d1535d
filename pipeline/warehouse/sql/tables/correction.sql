-- grain: one row a correction of config/corrections.csv, as it stands tonight
-- key: agency_id, report_year, table_id, row_code, col_code
create table if not exists correction (
    agency_id varchar,
    report_year bigint,
    table_id varchar,
    row_code varchar,
    col_code varchar,
    printed varchar,
    corrected decimal(24,6),
    reason varchar,
    source varchar,
    decided_by varchar,
    decided_on date,
    status varchar,
    report_id varchar,
    found varchar,
    place varchar
);

comment on table correction is '更正登记（config/corrections.csv），每个被更正的单元格一行，每次入库重新核对 / corrections of cells that people registered, one row each, held against the reports at each load';
comment on column correction.agency_id is '行政机关编号 / agency id';
comment on column correction.report_year is '报告年度 / year that is reported on';
comment on column correction.table_id is '表号：t2、t3、t4、ind / table of the form: t2, t3, t4, ind';
comment on column correction.row_code is '行代码，见 dim_cell / row of the form, see dim_cell';
comment on column correction.col_code is '列代码，见 dim_cell / column of the form, see dim_cell';
comment on column correction.printed is '更正时原文所印，仍相符才适用 / what was printed when the correction was made; it applies while that is so';
comment on column correction.corrected is '更正后的数值，按原文单位 / the true figure, in the unit of the cell';
comment on column correction.reason is '理由 / reason';
comment on column correction.source is '依据 / where the true figure comes from';
comment on column correction.decided_by is '登记人 / who registered it';
comment on column correction.decided_on is '登记日期 / on which day';
comment on column correction.status is '情况：applied 已适用、stale 原文已变、cell_unknown 现行报告无此单元格、report_unknown 无此报告；只有 applied 起作用 / applied, stale (another figure is printed now), cell_unknown, report_unknown; only the first has effect';
comment on column correction.report_id is '核对的现行报告，没有时为空 / current report that it was held against, null if there is none';
comment on column correction.found is '现行报告中该单元格所印，没有时为空 / what is printed there now, null if nothing is';
comment on column correction.place is '在原文件中的位置，没有时为空 / place in the file, null if there is none';
