-- What outlives a replacement: when a report and a source were first seen, what was withdrawn, and
-- what a manifest said (an agency id p-… is provisional, no manifest gave it).
create or replace temp table known_report as
select
    report_id,
    first_seen_at,
    withdrawn,
    published_on,
    case when not starts_with(agency_id, 'p-') then agency_id end as agency_id
from dim_report;

-- grain: one row a source path and content; a file may hold several reports
create or replace temp table known_source as
select distinct s.source_path, r.sha256, s.source_url, s.seen_at, s.fingerprint
from report_source as s
inner join dim_report as r using (report_id);

-- The file is the unit: a report that its file no longer yields goes with the others, and what
-- stood for a file that could not be opened goes when its path is read again.
create or replace temp table replaced as
select report_id from staged_reports
union
select report_id from dim_report where sha256 in (select sha256 from staged_reports)
union
select r.report_id
from dim_report as r
inner join report_source as s using (report_id)
where
    starts_with(r.sha256, 'unread-')
    and s.source_path in (select source_path from staged_sources);
