-- grain: one row a report and cell of the table; ordered by cell (see load_log.rows_unordered)
-- key: report_id, row_code, col_code
create table if not exists fact_proactive_disclosure (
    report_id varchar,
    agency_id varchar,
    report_year bigint,
    form_id varchar,
    row_code varchar,
    col_code varchar,
    value decimal(24,6),
    unit varchar,
    status varchar,
    method varchar,
    printed varchar,
    place varchar,
    is_current boolean,
    value_cny decimal(24,6),
    value_corrected decimal(24,6)
);

comment on table fact_proactive_disclosure is '主动公开政府信息情况（第二部分表格），每份报告每个单元格一行；依据《政府信息公开条例》第二十条 / proactive disclosure (table 2), one row a report and cell';
comment on column fact_proactive_disclosure.report_id is '报告编号：文件内容与文件内序号的散列 / report id: hash of the file''s bytes and the report''s place in it';
comment on column fact_proactive_disclosure.agency_id is '行政机关编号，未识别时为空 / agency id, null while the agency is unresolved';
comment on column fact_proactive_disclosure.report_year is '报告年度（所报告的年份），未识别时为空 / year that is reported on, null if not found';
comment on column fact_proactive_disclosure.form_id is '报告格式编号，见 dim_cell / statutory form, see dim_cell';
comment on column fact_proactive_disclosure.row_code is '行代码，见 dim_cell / row of the form, see dim_cell';
comment on column fact_proactive_disclosure.col_code is '列代码，见 dim_cell / column of the form, see dim_cell';
comment on column fact_proactive_disclosure.value is '所填数值，按原文单位，不换算；状态不是 number 时为空 / figure as printed, in the unit beside it, never converted; null unless status is number';
comment on column fact_proactive_disclosure.unit is '所填数值的单位：单元格、表头、格式依次取用，不明时为空串 / unit of the figure: the cell''s, else its header''s, else the form''s; empty if none is stated';
comment on column fact_proactive_disclosure.status is '单元格状态：number 数字、blank 空白、dash 短横、not_applicable 斜线、text 文字、unreadable 无法辨读、ambiguous 有歧义、missing 缺失 / state of the cell: number, blank, dash, not_applicable, text, unreadable, ambiguous, missing';
comment on column fact_proactive_disclosure.method is '读取方式：cell、word、fused、placed、label、ocr、repaired，缺失时为空串 / how the figure was found: cell, word, fused, placed, label, ocr, repaired; empty if missing';
comment on column fact_proactive_disclosure.printed is '原文所印文字 / text in the source';
comment on column fact_proactive_disclosure.place is '在原文件中的位置：表号、行、列，或行号、字符位置 / place in the file: grid, row, column, or line, position';
comment on column fact_proactive_disclosure.is_current is '是否属于该机关该年度的现行版本 / whether the report is the current revision of its series';
comment on column fact_proactive_disclosure.value_cny is '折合人民币金额，单位：元；单位不明或不是金额时为空 / money in yuan (CNY); null when the unit is unknown or the figure is no money';
comment on column fact_proactive_disclosure.value_corrected is '更正后的数值（config/corrections.csv），按原文单位，未更正时为空；value 不变 / figure that somebody corrected (config/corrections.csv), in the unit beside it, null if nobody did; value stays as printed';
