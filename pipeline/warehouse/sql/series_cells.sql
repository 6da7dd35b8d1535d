-- grain: one row a cell: for reports of the agencies that are asked for, those that rules over years
-- need; for a consolidated report that is judged and the reports below it, every cell
with mine as (
    select s.report_id, s.agency_id, s.report_year, t.agency_id is not null as is_touched
    from series as s
    inner join asked_agencies using (agency_id)
    left join series_touched as t using (agency_id, report_year)
    where s.form_id is not null
),

whole as (
    select mine.report_id, child.agency_id as child_id, mine.report_year
    from mine
    inner join staged_agencies as parent on mine.agency_id = parent.agency_id
    inner join staged_agencies as child on parent.agency_id = child.parent_id
    where mine.is_touched and parent.scope = 'consolidated'
),

whole_reports as (
    select report_id from whole
    union
    select s.report_id
    from whole
    inner join series as s on whole.child_id = s.agency_id and whole.report_year = s.report_year
    where s.form_id is not null
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
where
    c.is_current
    and (
        c.report_id in (select report_id from whole_reports)
        or (
            c.report_id in (select report_id from mine)
            and (c.table_id, c.row_code, c.col_code) in (from year_cells)
        )
    )
order by c.report_id, d.cell_order;
