-- What is said of decisions that no longer apply, judged anew each night.
create or replace temp table found as
select
    left(sha256(concat_ws(chr(31), f.report_id, f.rule_id, f.instance, f.state)), 32) as finding_id,
    f.*,
    r.agency_id,
    r.report_year,
    'decision' as scope,
    true as is_found
from staged_decision_findings as f
inner join dim_report as r using (report_id);

update finding
set is_found = false
where is_found and scope = 'decision';

delete from finding where finding_id in (select finding_id from found);

insert into finding by name
select * from found
order by report_id, rule_id, instance, state;
