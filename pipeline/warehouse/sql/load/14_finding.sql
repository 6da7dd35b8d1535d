-- The findings of tonight's reading, and those on whose the reports are, which are judged anew for
-- all reports each night. A report that the batch replaced may have vanished meanwhile.
create or replace temp table found as
select
    left(sha256(concat_ws(chr(31), f.report_id, f.rule_id, f.instance, f.state)), 32) as finding_id,
    f.*,
    true as is_found
from (
    select *, 'report' as scope from staged_findings
    union all by name
    select *, 'agency' as scope
    from staged_agency_findings
    where report_id in (select report_id from dim_report)
) as f;

-- What is no longer found stays, as fixed; what is found again is told in the words of tonight.
update finding
set is_found = false
where
    is_found
    and (scope = 'agency' or (scope = 'report' and report_id in (select report_id from staged_reports)));

delete from finding where finding_id in (select finding_id from found);

insert into finding by name
select * from found
order by report_id, rule_id, instance, state;

-- A finding follows its report when the register grew.
update finding as f
set agency_id = r.agency_id, report_year = r.report_year
from dim_report as r
where
    f.report_id = r.report_id
    and (f.agency_id is distinct from r.agency_id or f.report_year is distinct from r.report_year);
