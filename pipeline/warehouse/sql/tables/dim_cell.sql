-- grain: one row a cell of a statutory form
-- key: form_id, table_id, row_code, col_code
create table if not exists dim_cell (
    form_id varchar,
    table_id varchar,
    row_code varchar,
    col_code varchar,
    row_label varchar,
    col_label varchar,
    unit varchar,
    cell_order bigint
);

comment on table dim_cell is '单元格字典，格式的每个单元格一行 / codebook, one row a cell of a form';
comment on column dim_cell.form_id is '报告格式编号，见 dim_cell / statutory form, see dim_cell';
comment on column dim_cell.table_id is '表号：t2、t3、t4，统计指标表为 ind / table of the form: t2, t3, t4, ind for a list of indicators';
comment on column dim_cell.row_code is '行代码 / row of the form';
comment on column dim_cell.col_code is '列代码 / column of the form';
comment on column dim_cell.row_label is '法定行名 / statutory row label';
comment on column dim_cell.col_label is '法定列名 / statutory column label';
comment on column dim_cell.unit is '格式规定的单位，未规定时为空串 / unit that the form states, empty if none';
comment on column dim_cell.cell_order is '单元格在格式中的顺序，从 1 起 / place of the cell in the form, from 1';
