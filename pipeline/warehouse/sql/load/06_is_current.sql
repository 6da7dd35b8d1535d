-- Reports of one agency and year form a series; while either is unknown, those of one source path
-- and place in the file (two reports of one file are no revisions of each other).
-- Current: a withdrawn report never; one without a form only where there is no other; an attachment
-- only where its page is not in the series; then the latest published, the latest first seen, by id.
with attachments as (
    select distinct a.report_id
    from dim_report as a
    inner join report_source as attachment on a.report_id = attachment.report_id
    inner join report_source as page on attachment.attached_to = page.source_path
    inner join dim_report as p on page.report_id = p.report_id
    where
        p.report_id <> a.report_id
        and p.agency_id = a.agency_id
        and p.report_year = a.report_year
        and p.form_id is not null
        and not p.withdrawn
),

series as (
    select
        report_id,
        row_number() over (
            partition by agency_id, report_year
            order by
                withdrawn,
                form_id is null,
                report_id in (select report_id from attachments),
                published_on desc nulls last,
                first_seen_at desc,
                report_id
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
                r.withdrawn,
                r.form_id is null,
                r.published_on desc nulls last,
                r.first_seen_at desc,
                r.report_id
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

-- Whose findings are live: those of current reports, and of a file in which nothing was found, while
-- it is the latest at its path and no attachment gives its report: nobody else would say that the
-- path can no longer be read. It displaces no report, whatever agency and year it is told to be of.
-- grain: one row a report
create or replace temp table speaking as
with latest as (
    select r.report_id, s.source_path, r.form_id is null as is_formless
    from dim_report as r
    inner join report_source as s using (report_id)
    where not r.withdrawn
    qualify row_number() over (
        partition by s.source_path, r.report_no
        order by s.seen_at desc, r.report_id
    ) = 1
),

answered as (
    select s.attached_to
    from report_source as s
    inner join dim_report as r using (report_id)
    where r.form_id is not null and not r.withdrawn and s.attached_to is not null
)

select report_id from dim_report where is_current
union
select report_id from latest
where is_formless and source_path not in (select attached_to from answered);
