-- Every report was asked whose it is, and nothing was said of a report that is not there. (One that
-- the batch replaced may have vanished meanwhile.)
with known as (
    select report_id from dim_report
    union
    select report_id from replaced
)

select 'report without subject' as broken, report_id
from dim_report
anti join staged_subjects using (report_id)
union all
select 'subject without report', report_id
from staged_subjects
where report_id not in (select report_id from known)
union all
select 'agency finding without report', report_id
from staged_agency_findings
where report_id not in (select report_id from known);
