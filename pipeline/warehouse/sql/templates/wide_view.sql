-- grain: one row a current report of the forms named; a column a cell, value as printed
-- (a count as an integer, null where a fraction is printed)
-- key: report_id
create or replace view $view as
select r.report_id, r.agency_id, r.agency_name, r.report_year, r.form_id, $columns
from dim_report as r
inner join (
    select *
    from (
        select report_id, row_code || '__' || col_code as cell, value
        from $fact
        where is_current and form_id in ($forms)
    )
    pivot (max(value) for cell in ($cells) group by report_id)
) as cells using (report_id)
where r.is_current and not r.withdrawn;
