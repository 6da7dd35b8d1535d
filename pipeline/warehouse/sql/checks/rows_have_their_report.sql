-- Every row of a report has its report, and a fact has its agency, year, form and currency.
select distinct f.table_name, f.report_id
from every_fact as f
left join dim_report as r using (report_id)
where
    r.report_id is null
    or f.form_id is distinct from r.form_id
    or f.agency_id is distinct from r.agency_id
    or f.report_year is distinct from r.report_year
    or f.is_current is distinct from r.is_current
union all
select distinct 'identity_result', report_id from identity_result anti join dim_report using (report_id)
union all
select distinct 'report_claim', report_id from report_claim anti join dim_report using (report_id)
union all
select distinct 'report_section', report_id from report_section anti join dim_report using (report_id)
union all
select distinct 'finding', report_id
from finding
anti join dim_report using (report_id)
where
    report_id is not null
    or scope <> 'series'
    or agency_id is null
    or report_year is null;
