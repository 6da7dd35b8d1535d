-- Who is to publish by when, and what is there. An agency has a row for the years in which it was there
-- on any day, and for those it reported on.
delete from coverage;

insert into coverage by name
with years as (
    select report_year
    from dim_report
    semi join staged_agencies using (agency_id)
    where report_year is not null
    union
    select report_year from series
    union
    select report_year from found_page
),

grid as (
    select a.agency_id, y.report_year
    from staged_agencies as a
    cross join years as y
    where
        coalesce(a.valid_from <= make_date(y.report_year, 12, 31), true)
        and coalesce(a.valid_to >= make_date(y.report_year, 1, 1), true)
    union
    select agency_id, report_year
    from series
    semi join staged_agencies using (agency_id)
)

select
    g.agency_id,
    g.report_year,
    d.rule_id,
    d.due_on,
    d.local_on,
    d.source,
    d.local_source,
    s.report_id,
    -- A report that tells no day is not judged by when it was first seen.
    if(s.first_published_on is null, null, least(s.first_published_on, s.first_seen_on)) as published_on,
    s.agency_id is not null and s.report_id is null as is_missing,
    if(s.report_id is null, f.url, null) as found_url,
    s.gone_since
from grid as g
left join staged_due as d using (agency_id, report_year)
left join series as s on g.agency_id = s.agency_id and g.report_year = s.report_year
left join found_page as f on g.agency_id = f.agency_id and g.report_year = f.report_year
order by g.agency_id, g.report_year;
