-- grain: one row a report and table that a finding of this rule puts in doubt
with doubts as (
    select report_id, rule_id, instance from staged_findings
    union all
    select report_id, rule_id, instance
    from finding
    where is_found and report_id not in (select report_id from staged_reports)
)

select distinct report_id, split_part(instance, '/', 1) as table_id
from doubts
where rule_id = $rule_id and report_id in (select report_id from asked_series)
order by report_id, table_id;
