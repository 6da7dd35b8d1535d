-- rows: what the file must hold when it is opened again; rows_in: of these, what this run replaced;
-- rows_unordered: what a fact table has gained since it was last in the order of its cells.
delete from load_log where run_id in (select run_id from staged_run);

insert into load_log by name
with arrived as (
    select report_id from staged_reports
),

counts as (
    select 'dim_agency' as table_name, count(*) as rows, count(*) as rows_in from dim_agency
    union all
    select 'dim_cell' as table_name, count(*) as rows, count(*) as rows_in from dim_cell
    union all
    select 'dim_rule', count(*), count(*) from dim_rule
    union all
    select 'dim_rule_form', count(*), count(*) from dim_rule_form
    union all
    select 'dim_grade', count(*), count(*) from dim_grade
    union all
    select 'dim_report', count(*), count(*) filter (where report_id in (from arrived)) from dim_report
    union all
    select 'report_source', count(*), count(*) filter (where report_id in (from arrived)) from report_source
    union all
    select 'fact_proactive_disclosure', count(*), count(*) filter (where report_id in (from arrived)) from fact_proactive_disclosure
    union all
    select 'fact_requests', count(*), count(*) filter (where report_id in (from arrived)) from fact_requests
    union all
    select 'fact_disputes', count(*), count(*) filter (where report_id in (from arrived)) from fact_disputes
    union all
    select 'fact_indicator', count(*), count(*) filter (where report_id in (from arrived)) from fact_indicator
    union all
    select 'identity_result', count(*), count(*) filter (where report_id in (from arrived)) from identity_result
    union all
    select 'report_claim', count(*), count(*) filter (where report_id in (from arrived)) from report_claim
    union all
    select 'finding', count(*), count(*) filter (where report_id in (from arrived)) from finding
    union all
    select 'series_judged', count(*), count(*) filter (where run_id in (select run_id from staged_run)) from series_judged
    union all
    select 'finding_event', count(*), count(*) filter (where run_id in (select run_id from staged_run)) from finding_event
    union all
    select 'correction', count(*), count(*) from correction
    union all
    select 'waiver', count(*), count(*) from waiver
    union all
    select 'held_slice', count(*), count(*) from held_slice
    union all
    select 'held_report', count(*), count(*) from held_report
    union all
    select 'crawl_page', count(*), count(*) from crawl_page
    union all
    select 'crawl_log', count(*), count(*) from crawl_log
    union all
    select 'dim_crawl_reason', count(*), count(*) from dim_crawl_reason
    union all
    select 'coverage', count(*), count(*) from coverage
)

select
    staged_run.run_id,
    staged_run.run_at as loaded_at,
    counts.*,
    (select count(*) from arrived) as reports_in,
    -- The rows of one night are ordered among themselves: the first rows of a table are in order.
    case
        when counts.table_name in (select table_name from kept_facts)
            then coalesce(known_order.rows_unordered, 0) + counts.rows_in
        else 0
    end as rows_unordered
from counts
cross join staged_run
left join known_order using (table_name)
order by counts.table_name;
