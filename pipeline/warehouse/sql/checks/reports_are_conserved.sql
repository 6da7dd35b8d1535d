-- Reports = reports with facts + reports with a fatal finding; none is both, none is neither.
with with_facts as (
    select distinct report_id from every_fact
),

fatal as (
    select distinct report_id from finding where severity = 'fatal' and is_found
)

select
    r.report_id,
    with_facts.report_id is not null as has_facts,
    fatal.report_id is not null as has_fatal_finding
from dim_report as r
left join with_facts using (report_id)
left join fatal using (report_id)
where (with_facts.report_id is null) = (fatal.report_id is null);
