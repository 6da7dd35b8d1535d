-- grain: one row a run and table
-- key: run_id, table_name
create table if not exists load_log (
    run_id varchar,
    loaded_at timestamp,
    table_name varchar,
    rows bigint,
    rows_in bigint,
    reports_in bigint
);

comment on table load_log is '入库记录，每次运行每张表一行 / log of loads, one row a run and table';
comment on column load_log.run_id is '运行编号 / id of the run';
comment on column load_log.loaded_at is '入库时间，协调世界时 / when the run loaded, UTC';
comment on column load_log.table_name is '表名 / table';
comment on column load_log.rows is '入库后表内行数 / rows of the table after the load';
comment on column load_log.rows_in is '其中属于本次报告的行数 / of these, rows of the reports of this run';
comment on column load_log.reports_in is '本次入库的报告数 / reports that the run brought';
