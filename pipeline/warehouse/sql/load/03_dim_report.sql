-- The currency of a report is decided when all reports are in. What a manifest said once stays
-- until a manifest says otherwise.
insert into dim_report by name
select
    s.* exclude (source_path, source_url, fingerprint)
    replace (
        coalesce(s.published_on, k.published_on) as published_on,
        case
            when starts_with(s.agency_id, 'p-') then coalesce(k.agency_id, s.agency_id)
            else coalesce(s.agency_id, k.agency_id)
        end as agency_id
    ),
    coalesce(k.first_seen_at, staged_run.run_at) as first_seen_at,
    false as is_current,
    coalesce(k.withdrawn, false) as withdrawn
from staged_reports as s
cross join staged_run
left join known_report as k using (report_id)
order by s.report_id;
