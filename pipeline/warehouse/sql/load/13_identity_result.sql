insert into identity_result by name
select * from staged_identity_results
order by report_id, rule_id, instance;
