-- grain: one row; what is published
with facts as (
    select status from fact_proactive_disclosure
    union all
    select status from fact_requests
    union all
    select status from fact_disputes
    union all
    select status from fact_indicator
)

select
    (select max(built_at) from build_info) as published,
    (select count(*) from dim_report) as reports,
    (select count(*) from dim_report where form_id is not null) as reports_read,
    (select count(*) from dim_report where form_id is null) as reports_unread,
    (select count(*) from facts) as cells,
    (select count(*) from facts where status = 'number') as numbers,
    (select count(*) from dim_report where withdrawn) as reports_withdrawn,
    (select count(*) from finding where status in ('open', 'reopened')) as open_findings,
    (select count(*) from held_report) as reports_held,
    (select max(number) from schema_migration) as schema_version;
