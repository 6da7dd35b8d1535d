-- grain: one row a slice that is held back: reports of one source and form, as of the last night
-- key: source, form_id
create table if not exists held_slice (
    source varchar,
    form_id varchar,
    reports bigint,
    reports_misread bigint,
    history_reports bigint,
    history_misread bigint,
    rule_id varchar,
    severity varchar,
    message_zh varchar,
    message_en varchar,
    held_since timestamp,
    run_id varchar
);

comment on table held_slice is '整批暂缓入库的报告，每个来源与格式一行；读取恢复正常或放行后即消失 / slices held back because their reading suddenly fails, one row a source and form; gone once they read well or are released';
comment on column held_slice.source is '来源：发布网站主机名，没有网址时为收件箱内的一级文件夹 / source: the host that published them, else the top folder in the inbox';
comment on column held_slice.form_id is '报告格式编号 / statutory form, see dim_cell';
comment on column held_slice.reports is '该批报告份数 / reports of the slice';
comment on column held_slice.reports_misread is '其中读取有误的份数 / of these, misread';
comment on column held_slice.history_reports is '该来源该格式已发布的份数 / published reports of the same source and form';
comment on column held_slice.history_misread is '其中读取有误的份数 / of these, misread';
comment on column held_slice.rule_id is '规则编号 / id of the rule';
comment on column held_slice.severity is '严重程度 / severity';
comment on column held_slice.message_zh is '中文说明 / message in Chinese';
comment on column held_slice.message_en is '英文说明 / message in English';
comment on column held_slice.held_since is '开始暂缓的时间，协调世界时 / since when it has been held back, UTC';
comment on column held_slice.run_id is '最近一次暂缓的运行 / run that held it back last';
