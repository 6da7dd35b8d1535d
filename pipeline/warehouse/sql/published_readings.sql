-- grain: one row a published report that is not withdrawn: what its reading lost
-- key: report_id; a row that another one printed in its place stands for is not lost
with facts as (
    select 't2' as table_id, report_id, form_id, row_code, status from fact_proactive_disclosure
    union all
    select 't3', report_id, form_id, row_code, status from fact_requests
    union all
    select 't4', report_id, form_id, row_code, status from fact_disputes
    union all
    select 'ind', report_id, form_id, row_code, status from fact_indicator
),

lost as (
    select f.report_id, count(*) as cells_lost
    from facts as f
    left join replaced_row as p using (form_id, table_id, row_code)
    left join (
        select distinct report_id, table_id, row_code
        from facts
        where row_code in (select printed_row from replaced_row)
    ) as printed
        on f.report_id = printed.report_id and f.table_id = printed.table_id and p.printed_row = printed.row_code
    where f.status in ('missing', 'ambiguous') and printed.report_id is null
    group by f.report_id
),

counted as (
    select report_id, count(*) as cells
    from facts
    group by report_id
),

failed as (
    select distinct report_id
    from finding
    where is_found and origin = 'extraction' and severity in ('fatal', 'error')
),

first_source as (
    select report_id, source_path, source_url
    from report_source
    qualify row_number() over (partition by report_id order by seen_at, source_path) = 1
)

select
    r.report_id,
    s.source_path,
    s.source_url,
    r.form_id,
    failed.report_id is not null as has_error,
    coalesce(counted.cells, 0)::bigint as cells,
    coalesce(lost.cells_lost, 0)::bigint as cells_lost
from dim_report as r
inner join first_source as s using (report_id)
left join counted using (report_id)
left join lost using (report_id)
left join failed using (report_id)
where not r.withdrawn
order by r.report_id;
