-- grain: one row a published report of some contents and identity
-- key: report_id, rule_id, instance
select i.report_id, i.rule_id, i.instance, i.verdict
from identity_result as i
inner join dim_report as r using (report_id)
where list_contains($contents, r.sha256)
order by i.report_id, i.rule_id, i.instance;
