-- grain: one row a current report of a touched series and another copy of it: the revision that its
-- path carried before (kind revision), or the report of its attachment (kind attachment)
with mine as (
    select s.report_id, s.agency_id, s.report_year, r.first_seen_at, r.form_id
    from series as s
    inner join asked_agencies using (agency_id)
    inner join series_touched using (agency_id, report_year)
    inner join dim_report as r using (report_id)
    where s.form_id is not null
),

others as (
    select distinct
        mine.report_id,
        o.report_id as other_report_id,
        o.first_seen_at,
        mine.first_seen_at as seen_at,
        a.attached_to is not null and a.attached_to = p.source_path as is_attachment,
        a.source_path = p.source_path as is_revision
    from mine
    inner join dim_report as o using (agency_id, report_year)
    inner join report_source as p on mine.report_id = p.report_id
    inner join report_source as a on o.report_id = a.report_id
    where o.report_id <> mine.report_id and o.form_id is not null and not o.withdrawn
)

select distinct report_id, other_report_id, 'attachment' as kind
from others
where is_attachment
union all
select report_id, max_by(other_report_id, (first_seen_at, other_report_id)), 'revision'
from others
where is_revision and not is_attachment and first_seen_at < seen_at
group by report_id
order by all;
