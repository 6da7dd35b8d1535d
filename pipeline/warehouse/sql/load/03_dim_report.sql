-- The currency of a report is decided when all reports are in.
insert into dim_report by name
select
    s.* exclude (source_path, source_url, fingerprint),
    coalesce(k.first_seen_at, staged_run.run_at) as first_seen_at,
    false as is_current,
    coalesce(k.withdrawn, false) as withdrawn
from staged_reports as s
cross join staged_run
left join known_report as k using (report_id)
order by s.report_id;
