-- What outlives a replacement: where bytes were seen, which findings were open.

-- grain: one row a source path and content; a file may hold several reports
create or replace temp table known_source as
select distinct s.source_path, r.sha256, s.source_url, s.attached_to, s.seen_at, s.fingerprint
from report_source as s
inner join dim_report as r using (report_id);

create or replace temp table known_finding as
select finding_id, report_id, agency_id, report_year, rule_id, instance, state
from finding
where status in ('open', 'reopened', 'waived');

-- grain: one row a fact table
create or replace temp table known_order as
select table_name, max_by(rows_unordered, rowid) as rows_unordered
from load_log
group by table_name;

create or replace temp view every_fact as
select 'fact_proactive_disclosure' as table_name, f.* exclude (value_cny) from fact_proactive_disclosure as f
union all by name
select 'fact_requests' as table_name, f.* from fact_requests as f
union all by name
select 'fact_disputes' as table_name, f.* from fact_disputes as f
union all by name
select 'fact_indicator' as table_name, f.* exclude (value_cny) from fact_indicator as f;

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
