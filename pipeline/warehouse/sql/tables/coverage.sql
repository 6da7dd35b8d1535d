-- grain: one row an agency of the register and report year in which it was there or reported
-- key: agency_id, report_year
create table if not exists coverage (
    agency_id varchar,
    report_year bigint,
    rule_id varchar,
    due_on date,
    local_on date,
    source varchar,
    local_source varchar,
    report_id varchar,
    published_on date,
    is_missing boolean,
    found_url varchar,
    gone_since timestamp
);

comment on table coverage is '应公布与已公布：名录机关与年度一行，每次入库重新计算，查询用 v_coverage / who is to publish by when, and what is there: one row an agency of the register and year, renewed at each load; ask v_coverage';
comment on column coverage.agency_id is '行政机关编号 / agency id';
comment on column coverage.report_year is '报告年度 / year that is reported on';
comment on column coverage.rule_id is '期限所依据的规则编号，没有期限时为空 / rule that sets the day, null if none does';
comment on column coverage.due_on is '法定公布期限，名录未载层级时为空 / day by which it is due, null where the register tells no level';
comment on column coverage.local_on is '当地通知规定的更早期限，没有时为空 / earlier day that a local notice sets, null if none does';
comment on column coverage.source is '期限依据 / legal basis of the day';
comment on column coverage.local_source is '当地通知 / the local notice';
comment on column coverage.report_id is '现行报告编号，没有时为空 / its current report, null if there is none';
comment on column coverage.published_on is '首次公布日期：各版本所载最早日期，不晚于首次收到的日期，不明时为空 / day on which it was public: the first that any revision tells, at the latest that on which it was first seen; null if none tells one';
comment on column coverage.is_missing is '是否应报未报（缺少报告的问题所依据） / whether it is expected and not there, as the finding that it is missing says';
comment on column coverage.found_url is '没有收到时，抓取中所见可能是该报告的网址，没有时为空 / address that may be its report and was not kept or not read, null if none was found';
comment on column coverage.gone_since is '自何时起现行报告的全部网址都已撤下，协调世界时，否则为空 / since when all addresses of its current report are gone, UTC, null while they are not';
