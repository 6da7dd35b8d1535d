-- Reports of one agency and year form a series; while either is unknown, those of one source path
-- and place in the file (two reports of one file are no revisions of each other).
-- Current: latest published, then latest first seen, then by id. In the series of an agency a file
-- in which no report was found, such as an attachment, never displaces a report.
with series as (
    select
        report_id,
        row_number() over (
            partition by agency_id, report_year
            order by
                withdrawn, form_id is null, published_on desc nulls last, first_seen_at desc, report_id
        ) as place
    from dim_report
    where agency_id is not null and report_year is not null
),

paths as (
    select
        r.report_id,
        r.agency_id is null or r.report_year is null as is_unresolved,
        row_number() over (
            partition by s.source_path, r.report_no
            order by
                r.withdrawn, r.published_on desc nulls last, r.first_seen_at desc, r.report_id
        ) as place
    from dim_report as r
    inner join report_source as s using (report_id)
),

leaders as (
    select report_id from series where place = 1
    union
    select report_id from paths where place = 1 and is_unresolved
),

decided as (
    select r.report_id, l.report_id is not null and not r.withdrawn as is_current
    from dim_report as r
    left join leaders as l using (report_id)
)

update dim_report
set is_current = decided.is_current
from decided
where dim_report.report_id = decided.report_id and dim_report.is_current <> decided.is_current;
