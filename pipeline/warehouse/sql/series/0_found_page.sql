-- What the crawl found of reports that it could not bring: the address that says most of an agency and a
-- year. It is the agency that the source tells, else the one whose name stands in the title.
-- grain: one row an agency and year
create or replace temp table found_page as
with pages as (
    select
        p.url,
        p.title,
        p.agency_id,
        p.report_year,
        p.last_visited_at,
        p.sha256 <> '' as is_kept,
        case
            when p.sha256 <> '' then 'unread'
            when p.status in (404, 410) then 'absent'
            else coalesce(why.means, 'unread')
        end as means
    from crawl_page as p
    left join dim_crawl_reason as why on p.reason = why.reason_id
    where
        p.kind <> 'column'
        and p.report_year is not null
        -- The attachments of a page say more than it does.
        and p.url not in (select attached_to from crawl_page)
        and (
            (p.sha256 = '' and p.outcome in ('rejected', 'failed'))
            -- Kept, but no report was found in it.
            or (p.url, p.sha256) in (
                select (s.source_path, r.sha256)
                from report_source as s
                inner join dim_report as r using (report_id)
                where r.form_id is null and not r.withdrawn
            )
        )
),

-- The longest name that the title holds: that of an office holds its government's.
names as (
    select p.url, a.agency_id
    from pages as p
    inner join staged_agencies as a on a.agency_name <> '' and contains(p.title, a.agency_name)
    where p.agency_id is null and p.means <> 'other'
    qualify rank() over (partition by p.url order by length(a.agency_name) desc) = 1
),

named as (
    select url, min(agency_id) as agency_id
    from names
    group by url
    having count(*) = 1
)

select coalesce(p.agency_id, n.agency_id) as agency_id, p.report_year, p.url, p.means
from pages as p
left join named as n using (url)
where p.means <> 'other' and coalesce(p.agency_id, n.agency_id) is not null
qualify row_number() over (
    partition by coalesce(p.agency_id, n.agency_id), p.report_year
    order by p.means <> 'unread', not p.is_kept, p.last_visited_at desc, p.url
) = 1;
