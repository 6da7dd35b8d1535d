-- grain: one row a published report of some contents and cell
-- key: report_id, table_id, row_code, col_code
with facts as (
    select 't2' as table_id, f.* exclude (value_cny) from fact_proactive_disclosure as f
    union all by name
    select 't3' as table_id, f.* from fact_requests as f
    union all by name
    select 't4' as table_id, f.* from fact_disputes as f
    union all by name
    select 'ind' as table_id, f.* exclude (value_cny) from fact_indicator as f
)
select
    f.report_id,
    f.form_id,
    f.table_id,
    f.row_code,
    f.col_code,
    f.value,
    f.unit,
    f.status,
    f.method,
    f.printed,
    f.place
from facts as f
inner join dim_report as r using (report_id)
where list_contains($contents, r.sha256)
order by f.report_id, f.table_id, f.row_code, f.col_code;
