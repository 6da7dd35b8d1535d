-- The status of every finding, from the state of its report, its waiver and the last event of its
-- series.
with last_event as (
    select
        series_of(report_id, agency_id, report_year) as series,
        rule_id, instance, state,
        max_by(event, event_no) as event,
        max_by(event, event_no) filter (event in ('new', 'reopened')) as began
    from finding_event
    group by all
),

decided as (
    select
        f.finding_id,
        case
            when r.withdrawn then 'withdrawn'
            when f.is_found and (speaking.report_id is not null or f.report_id is null) then case
                    when live.is_waived then 'waived'
                    when e.began = 'reopened' then 'reopened'
                    else 'open'
                end
            -- In an older revision: fixed where the newer one is without it, superseded where not.
            when not f.is_found or e.event = 'fixed' then 'fixed'
            else 'superseded'
        end as status
    from finding as f
    left join dim_report as r using (report_id)
    left join speaking using (report_id)
    left join live on f.finding_id = live.finding_id
    left join last_event as e
        on
            series_of(f.report_id, f.agency_id, f.report_year) = e.series
            and f.rule_id = e.rule_id
            and f.instance = e.instance
            and f.state = e.state
)

update finding as f
set status = decided.status
from decided
where f.finding_id = decided.finding_id and f.status is distinct from decided.status;
