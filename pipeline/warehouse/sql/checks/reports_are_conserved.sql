-- Reports = reports with facts + reports with a fatal finding; none is both, none is neither.
with with_facts as (
    select report_id from fact_proactive_disclosure
    union
    select report_id from fact_requests
    union
    select report_id from fact_disputes
),

fatal as (
    select distinct report_id from finding where severity = 'fatal'
)

select
    r.report_id,
    with_facts.report_id is not null as has_facts,
    fatal.report_id is not null as has_fatal_finding
from dim_report as r
left join with_facts using (report_id)
left join fatal using (report_id)
where (with_facts.report_id is null) = (fatal.report_id is null);
