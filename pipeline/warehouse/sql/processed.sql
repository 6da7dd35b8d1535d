-- grain: one row a source path
-- key: source_path; what was seen there last, and of which report year
select distinct s.source_path, s.fingerprint, r.report_year
from report_source as s
inner join dim_report as r using (report_id)
qualify s.seen_at = max(s.seen_at) over (partition by s.source_path)
order by s.source_path, s.fingerprint, r.report_year;
