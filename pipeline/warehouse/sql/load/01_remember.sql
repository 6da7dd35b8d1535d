-- What outlives a replacement: when a report and a source were first seen, and what was withdrawn.
create or replace temp table known_report as
select report_id, first_seen_at, withdrawn from dim_report;

-- grain: one row a source path and content; a file may hold several reports
create or replace temp table known_source as
select distinct s.source_path, r.sha256, s.source_url, s.seen_at, s.fingerprint
from report_source as s
inner join dim_report as r using (report_id);

-- The file is the unit: a report that its file no longer yields goes with the others.
create or replace temp table replaced as
select report_id from staged_reports
union
select report_id from dim_report where sha256 in (select sha256 from staged_reports);
