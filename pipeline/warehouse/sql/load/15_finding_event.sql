-- The life of a finding is that of its series: the agency and year, or the report while either is
-- unknown. A corrected revision that still has the error is no event.

-- 1. Old events and what was open last night follow their report, so that a merge of two agencies
--    makes no noise.
update finding_event as e
set agency_id = r.agency_id, report_year = r.report_year
from dim_report as r
where
    e.report_id = r.report_id
    and (e.agency_id is distinct from r.agency_id or e.report_year is distinct from r.report_year);

update known_finding as k
set agency_id = r.agency_id, report_year = r.report_year
from dim_report as r
where k.report_id = r.report_id;

create or replace temp macro series_of(report_id, agency_id, report_year) as
    if(agency_id is null or report_year is null, report_id, concat_ws('/', agency_id, report_year));

-- 2. Live tonight: what the latest reading of a report that speaks found, and which reports lack.
create or replace temp table live as
select
    series_of(f.report_id, f.agency_id, f.report_year) as series,
    f.rule_id, f.instance, f.state, f.finding_id, f.report_id, f.agency_id, f.report_year,
    exists (
        from waiver as w
        inner join finding as confirmed using (finding_id)
        where
            w.status = 'applied'
            and w.agency_id = f.agency_id
            and w.report_year = f.report_year
            and w.rule_id = f.rule_id
            and w.instance = f.instance
            and confirmed.state = f.state
            -- Another report of the agency and year may say the same of other figures.
            and f.printed is not distinct from w.printed
            and (w.expected is null or f.expected = w.expected)
    ) as is_waived
from finding as f
left join speaking using (report_id)
where f.is_found and (speaking.report_id is not null or f.report_id is null);

-- 3. The last event of each life, and the report in which it was open last night: the revision that
--    a fixed or withdrawn finding was in.
create or replace temp table last_event as
select
    series_of(report_id, agency_id, report_year) as series,
    rule_id, instance, state,
    max_by(event, event_no) as event,
    max_by(finding_id, event_no) as finding_id,
    max_by(report_id, event_no) as report_id,
    max_by(agency_id, event_no) as agency_id,
    max_by(report_year, event_no) as report_year
from finding_event
group by all;

create or replace temp table was_open as
select
    series_of(report_id, agency_id, report_year) as series,
    rule_id, instance, state,
    min(report_id) as report_id,
    min_by(finding_id, report_id) as finding_id
from known_finding
group by all;

create or replace temp table revision as
select series_of(report_id, agency_id, report_year) as series, min(report_id) as revision_id
from dim_report
where is_current
group by all;

-- 4. Live and never seen is new, live again is reopened; confirmed as printed in every report that
--    says it is waived, until it is no more; no longer live is fixed by the revision that is without it, or withdrawn with its
--    report.
insert into finding_event by name
with standing as (
    select l.*, e.event as last
    from live as l
    left join last_event as e using (series, rule_id, instance, state)
),

begun as (
    select
        * exclude (is_waived, last),
        if(last is null, 'new', 'reopened') as event,
        report_id as revision_id,
        1 as step
    from standing
    where last is null or last in ('fixed', 'withdrawn')
),

confirmed as (
    select
        * exclude (is_waived, is_settled, last),
        if(is_settled, 'waived', 'unwaived') as event,
        report_id as revision_id,
        2 as step
    from (
        from standing
        select *, bool_and(is_waived) over (partition by series, rule_id, instance, state) as is_settled
    )
    where is_settled <> (coalesce(last, '') = 'waived')
    -- What ended the waiver, where something did.
    qualify row_number() over (partition by series, rule_id, instance, state order by is_waived, finding_id) = 1
),

ended as (
    select
        e.* exclude (event) replace (
            coalesce(w.finding_id, e.finding_id) as finding_id,
            coalesce(w.report_id, e.report_id) as report_id
        ),
        if(coalesce(r.withdrawn, false), 'withdrawn', 'fixed') as event,
        if(coalesce(r.withdrawn, false), r.report_id, revision.revision_id) as revision_id,
        3 as step
    from last_event as e
    left join was_open as w using (series, rule_id, instance, state)
    left join dim_report as r on coalesce(w.report_id, e.report_id) = r.report_id
    left join revision using (series)
    anti join live as l using (series, rule_id, instance, state)
    where e.event not in ('fixed', 'withdrawn')
),

changes as (
    from begun
    union all by name
    from confirmed
    union all by name
    from ended
)

select
    changes.* exclude (series, step),
    (select coalesce(max(event_no), 0) from finding_event)
    + row_number() over (order by report_id, rule_id, instance, state, step) as event_no,
    staged_run.run_id,
    staged_run.run_at as event_at
from changes
cross join staged_run
order by event_no;
