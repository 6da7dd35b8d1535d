-- grain: one row a cell of the reports that are judged: those of the agencies that are asked for, of
-- the years around a touched one, those below a consolidated one, and other copies of them
with mine as (
    select report_id
    from asked_series
    union
    select other_report_id from asked_copies
),

cells as (
    select 't2' as table_id, * from fact_proactive_disclosure
    union all by name
    select 't3' as table_id, *, null as value_cny from fact_requests
    union all by name
    select 't4' as table_id, *, null as value_cny from fact_disputes
)

select
    c.report_id, c.form_id, c.table_id, c.row_code, c.col_code, c.value, c.unit, c.value_cny,
    c.status, c.method, c.printed, c.place, d.cell_order
from cells as c
left join dim_cell as d using (form_id, table_id, row_code, col_code)
where c.report_id in (select report_id from mine)
order by c.report_id, d.cell_order;
