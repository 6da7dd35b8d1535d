-- grain: one row a run
-- key: run_id
create table if not exists build_info (
    run_id varchar,
    built_at timestamp,
    code_version varchar,
    schema_hash varchar,
    report_count bigint,
    layout_hash varchar
);

comment on table build_info is '数据库生成记录，每次运行一行，最新一行说明数据时点 / builds, one row a run; the latest tells how fresh the data are';
comment on column build_info.run_id is '运行编号 / id of the run';
comment on column build_info.built_at is '生成时间，协调世界时 / when the warehouse was built, UTC';
comment on column build_info.code_version is '程序版本 / version of the program';
comment on column build_info.schema_hash is '报告格式定义的散列 / hash of the statutory forms in use';
comment on column build_info.report_count is '库内报告份数 / reports in the warehouse';
comment on column build_info.layout_hash is '表、视图及其注释定义的散列 / hash of the definitions of tables, views and comments in use';
