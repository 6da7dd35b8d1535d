-- Ordered by cell; the agency is that of the report as loaded. Facts of another night follow their report when a newer one takes its place.
insert into fact_disputes by name
select s.* replace (r.agency_id as agency_id), r.is_current
from staged_disputes as s
left join dim_report as r using (report_id)
order by s.form_id, s.row_code, s.col_code, s.report_id;

update fact_disputes as f
set is_current = r.is_current
from dim_report as r
where f.report_id = r.report_id and f.is_current <> r.is_current;
