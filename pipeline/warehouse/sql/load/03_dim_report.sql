-- What a manifest said once stays until a manifest says otherwise. Whose the report is, when it was
-- first seen and whether it is current or withdrawn is decided when all reports are in.
insert into dim_report by name
select
    s.* exclude (source_path, source_url, fingerprint)
    replace (
        coalesce(s.published_on, k.published_on) as published_on,
        coalesce(s.told_agency_id, k.told_agency_id) as told_agency_id
    ),
    false as is_current,
    false as withdrawn
from staged_reports as s
left join known_report as k using (report_id)
order by s.report_id;
