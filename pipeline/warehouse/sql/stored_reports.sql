-- grain: one row a published report of some contents
-- key: report_id
select
    r.report_id,
    r.sha256,
    r.agency_name,
    r.report_year,
    r.form_id,
    coalesce(min(s.source_path), '') as source_path
from dim_report as r
left join report_source as s using (report_id)
where list_contains($contents, r.sha256)
group by all
order by r.report_id;
