-- From the first release to the whole star: whose a report is was resolved once and is now resolved
-- each night, a source keeps its first sight, findings have a life. Comments come with sql/tables.
alter table dim_report add column told_agency_id varchar;
alter table dim_report add column region varchar;

-- A provisional id p-… was made from the name: no manifest gave it.
update dim_report
set
    told_agency_id = case when not starts_with(agency_id, 'p-') then agency_id end,
    region = '';

alter table report_source add column attached_to varchar;

-- A path that went back to an older content was seen anew; the report remembers its first sight.
update report_source as s
set seen_at = r.first_seen_at
from dim_report as r
where
    s.report_id = r.report_id
    and s.seen_at = (select min(o.seen_at) from report_source as o where o.report_id = s.report_id);

-- Filled at each load.
alter table dim_agency add column level varchar;
alter table dim_agency add column parent_id varchar;
alter table dim_agency add column division_code varchar;
alter table dim_agency add column valid_from date;
alter table dim_agency add column valid_to date;
alter table dim_agency add column coordinator varchar;
alter table dim_agency add column region varchar;

-- Their lives begin with the next load.
alter table finding add column scope varchar;
alter table finding add column is_found boolean;

update finding
set scope = 'report', is_found = true;

create table finding_event (
    event_no bigint,
    finding_id varchar,
    report_id varchar,
    agency_id varchar,
    report_year bigint,
    rule_id varchar,
    instance varchar,
    state varchar,
    event varchar,
    run_id varchar,
    event_at timestamp
);

create table fact_indicator (
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
    value_cny decimal(24,6)
);

-- Facts were appended night by night, ordered within a night only.
alter table load_log add column rows_unordered bigint;

update load_log
set rows_unordered = if(starts_with(table_name, 'fact_'), rows, 0);

alter table build_info add column layout_hash varchar;
