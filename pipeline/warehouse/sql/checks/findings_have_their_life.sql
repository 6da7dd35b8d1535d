-- A finding is open or waived if and only if the last event of its series says so: a series is open
-- while any report of it is.
with lives as (
    select
        series_of(report_id, agency_id, report_year) as series,
        rule_id, instance, state,
        case max_by(event, event_no)
            when 'waived' then 'waived' when 'fixed' then null when 'withdrawn' then null else 'open'
        end as life
    from finding_event
    group by all
),

open as (
    select
        series_of(report_id, agency_id, report_year) as series, rule_id, instance, state,
        if(bool_and(status = 'waived'), 'waived', 'open') as life
    from finding
    where status in ('open', 'reopened', 'waived')
    group by all
)

select 'open, but never begun or ended' as broken, *
from open
anti join lives using (series, rule_id, instance, state, life)
union all
select 'begun, but not open', *
from lives
anti join open using (series, rule_id, instance, state, life)
where life is not null
union all
select 'without status', report_id, rule_id, instance, state, null
from finding
where status is null;
