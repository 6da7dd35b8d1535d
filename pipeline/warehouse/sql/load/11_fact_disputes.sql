-- Agency, year and currency are the report's. Facts of another night follow their report when they
-- change: a newer revision came, the register grew.
insert into fact_disputes by name
select s.*, r.agency_id, r.report_year, r.is_current
from staged_disputes as s
left join dim_report as r using (report_id)
order by s.form_id, s.row_code, s.col_code, s.report_id;

update fact_disputes as f
set agency_id = r.agency_id, report_year = r.report_year, is_current = r.is_current
from dim_report as r
where
    f.report_id = r.report_id
    and (
        f.agency_id is distinct from r.agency_id
        or f.report_year is distinct from r.report_year
        or f.is_current <> r.is_current
    );
