-- grain: one row an agency and year that was judged with its neighbours
-- key: agency_id, report_year
create table if not exists series_judged (
    agency_id varchar,
    report_year bigint,
    report_id varchar,
    basis varchar,
    run_id varchar
);

comment on table series_judged is '跨报告规则的判断记录：机关与年度一行，依据未变的不再判断 / series (agency and year) as they were when rules over several reports were last judged; one whose basis is unchanged is not judged again';
comment on column series_judged.agency_id is '行政机关编号 / agency id';
comment on column series_judged.report_year is '报告年度 / year that is reported on';
comment on column series_judged.report_id is '当时的现行报告编号，应报未报时为空 / its current report then, null where one was expected and not there';
comment on column series_judged.basis is '判断所依据内容的散列 / hash of what the judgement is based on';
comment on column series_judged.run_id is '最近一次判断的运行编号 / id of the run that judged it last';
