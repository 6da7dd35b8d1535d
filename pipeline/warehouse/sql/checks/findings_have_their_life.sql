-- A finding is open if and only if the last event of its series began it.
with lives as (
    select
        series_of(report_id, agency_id, report_year) as series,
        rule_id, instance, state,
        max_by(event, event_no) in ('new', 'reopened') as is_begun
    from finding_event
    group by all
),

open as (
    select series_of(report_id, agency_id, report_year) as series, rule_id, instance, state
    from finding
    where status in ('open', 'reopened')
)

select 'open, but never begun or ended' as broken, *
from open
anti join (from lives where is_begun) using (series, rule_id, instance, state)
union all
select 'begun, but not open', * exclude (is_begun)
from lives
anti join open using (series, rule_id, instance, state)
where is_begun
union all
select 'without status', report_id, rule_id, instance, state
from finding
where status is null;
