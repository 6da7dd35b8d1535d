-- grain: one row; what is published
with facts as (
    select status from fact_proactive_disclosure
    union all
    select status from fact_requests
    union all
    select status from fact_disputes
)

select
    (select max(built_at) from build_info) as published,
    (select count(*) from dim_report) as reports,
    (select count(*) from dim_report where form_id is not null) as reports_read,
    (select count(*) from dim_report where form_id is null) as reports_unread,
    (select count(*) from facts) as cells,
    (select count(*) from facts where status = 'number') as numbers;
