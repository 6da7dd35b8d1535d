-- Which series there are tonight. A report whose agency or year is unknown is in none.
-- grain: one row an agency and year with a current report, or whose report is expected, due and not
-- there, though others of its region are
create or replace temp table series as
with told as (
    select
        agency_id,
        report_year,
        -- The date of a corrected edition says nothing of the first one.
        min(published_on) filter (
            not exists (from staged_corrected as c where contains(r.title, c.word))
        ) as first_published_on,
        min(first_seen_at)::date as first_seen_on
    from dim_report as r
    where form_id is not null and not withdrawn
    group by agency_id, report_year
),

-- Gone though no list of the site could be read either, not even a moved one: the site is down or
-- has moved as a whole, and tells nothing of a single report. The home page is no list.
-- grain: one row an address
unsaid as (
    select p.url
    from crawl_page as p
    inner join crawl_page as l
        on p.source_id = l.source_id and l.last_visited_at >= p.gone_since - interval 1 day
    where l.kind = 'column'
    group by p.url
    having not bool_or(
        l.outcome in ('read', 'unchanged') and not regexp_full_match(l.url, 'https?://[^/]*/?')
    )
),

-- Where a report of the series can be opened, so far as anybody tells; null while it is not gone, or
-- while nobody asks for it.
-- grain: one row a report and address
homes as (
    select distinct r.agency_id, r.report_year, r.is_current, s.address, p.gone_since
    from dim_report as r
    inner join (
        select
            report_id,
            coalesce(source_url, if(source_path in (select url from crawl_page), source_path, null)) as address
        from report_source
    ) as s using (report_id)
    left join crawl_page as p on s.address = p.url and p.url not in (select url from unsaid)
    where r.form_id is not null and not r.withdrawn and s.address is not null
),

-- Gone: no address of any revision can still be opened, and the current report had one.
gone as (
    select
        agency_id,
        report_year,
        max(gone_since) filter (is_current) as gone_since,
        (max(gone_since) filter (is_current) + interval 8 hour)::date as gone_on, -- the day in China
        string_agg(address, '; ' order by address) filter (is_current) as gone_from
    from homes
    group by agency_id, report_year
    having bool_and(gone_since is not null) and bool_or(is_current)
),

reported as (
    select
        r.agency_id, r.report_year, r.report_id, r.form_id, t.first_published_on, t.first_seen_on,
        g.gone_since, g.gone_on, g.gone_from
    from dim_report as r
    left join told as t using (agency_id, report_year)
    left join gone as g using (agency_id, report_year)
    where r.is_current and r.agency_id is not null and r.report_year is not null
),

-- A region: an agency, those beside it, those above and below it.
regions as (
    select distinct a.parent_id as region, r.report_year
    from reported as r
    inner join staged_agencies as a using (agency_id)
    where a.parent_id <> ''
    union
    select agency_id, report_year from reported
),

-- An agency that was there from the first day of the year to the day it was due. One of whose
-- reports the year is unknown may well have reported, and so may one whose report was found and
-- could not be brought or read.
expected as (
    select d.agency_id, d.report_year
    from staged_due as d
    inner join staged_agencies as a using (agency_id)
    cross join staged_run
    where
        d.due_on < (staged_run.run_at + interval 8 hour)::date -- the day in China
        and coalesce(a.valid_from <= make_date(d.report_year, 1, 1), true)
        and coalesce(a.valid_to >= d.due_on, true)
        and not exists (
            from dim_report as r
            where r.agency_id = d.agency_id and r.report_year is null and not r.withdrawn
        )
        and not exists (
            from found_page as f
            where f.agency_id = d.agency_id and f.report_year = d.report_year and f.means = 'unread'
        )
        and exists (
            from regions as g
            where g.report_year = d.report_year and g.region in (a.parent_id, a.agency_id)
        )
),

missing as (
    from expected
    anti join reported using (agency_id, report_year)
)

from reported
union all by name
from missing;

-- What a judgement is based on, but for the neighbours; a consolidated report's also on who is below.
create or replace temp table series_basis as
with deeper as (
    select
        parent_id as agency_id,
        string_agg(concat_ws(' ', agency_id, valid_from, valid_to), ',' order by agency_id) as others
    from staged_agencies
    where parent_id <> ''
    group by parent_id
),

below as (
    select
        s.agency_id,
        s.report_year,
        string_agg(
            concat_ws(' ', a.agency_id, a.agency_name, a.scope, a.valid_from, a.valid_to, deeper.others),
            ';' order by a.agency_id
        ) as children
    from series as s
    inner join staged_agencies as p on s.agency_id = p.agency_id and p.scope = 'consolidated'
    inner join staged_agencies as a on a.parent_id = p.agency_id
    left join deeper on a.agency_id = deeper.agency_id
    where
        coalesce(year(a.valid_from) <= s.report_year, true)
        and coalesce(year(a.valid_to) >= s.report_year, true)
    group by s.agency_id, s.report_year
)

select
    s.agency_id,
    s.report_year,
    s.report_id,
    md5(
        row(
            run.schema_hash, run.code_version,
            s.report_id, s.form_id, s.first_published_on, s.first_seen_on, s.gone_on, s.gone_from,
            a.agency_name, a.level, a.parent_id, a.valid_from, a.valid_to, a.scope, a.reorganised_on,
            a.coordinator, d.rule_id, d.due_on, d.local_on, d.source, d.local_source, below.children
        )::varchar
    ) as basis
from series as s
cross join staged_run as run
left join staged_agencies as a using (agency_id)
left join staged_due as d using (agency_id, report_year)
left join below using (agency_id, report_year);

-- grain: one row a series that is not what it was when it was judged, or whose report was read again
create or replace temp table series_changed as
select s.agency_id, s.report_year
from series_basis as s
left join series_judged as j using (agency_id, report_year)
where s.basis is distinct from j.basis or s.report_id in (select report_id from staged_reports)
union
select agency_id, report_year
from series_judged
anti join series using (agency_id, report_year);

-- grain: one row a series to be judged: those, the years around them (a year is compared with the
-- one before, a chain of carry-overs with two on each side), and the reports above them
create or replace temp table series_touched as
select agency_id, report_year from series_changed
union
select s.agency_id, s.report_year
from series as s
inner join series_changed as c using (agency_id)
where abs(s.report_year - c.report_year) <= 2
union
select s.agency_id, s.report_year
from series_changed as c
inner join staged_agencies as a using (agency_id)
inner join series as s on a.parent_id = s.agency_id and c.report_year = s.report_year;

delete from series_judged
where (agency_id, report_year) in (select (agency_id, report_year) from series_touched);

insert into series_judged by name
select s.*, staged_run.run_id
from series_basis as s
inner join series_touched using (agency_id, report_year)
cross join staged_run
order by s.agency_id, s.report_year;
