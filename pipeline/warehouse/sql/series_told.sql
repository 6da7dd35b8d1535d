-- grain: one row a rule over several reports: series judged in the latest run, open findings
with latest as (
    select run_id from build_info order by rowid desc limit 1
),

judged as (
    select count(*) as series from series_judged where run_id in (from latest)
),

open as (
    select rule_id, severity, count(*) as findings
    from finding
    where scope = 'series' and status in ('open', 'reopened')
    group by rule_id, severity
)

select judged.series, open.rule_id, open.severity, coalesce(open.findings, 0) as findings
from judged
left join open on true
order by open.rule_id, open.severity;
