-- The findings of rules over several reports: those of the series that were judged tonight; those of
-- the others stay. One without a report says that there should be one.
create or replace temp table found as
select
    left(
        sha256(
            concat_ws(
                chr(31),
                coalesce(f.report_id, concat_ws('/', f.agency_id, f.report_year)),
                f.rule_id, f.instance, f.state
            )
        ),
        32
    ) as finding_id,
    f.*,
    'series' as scope,
    true as is_found
from staged_series_findings as f;

-- A report that is no longer current is not judged: what was said of it stands as it was.
update finding
set is_found = false
where
    is_found
    and scope = 'series'
    and (agency_id, report_year) in (select (agency_id, report_year) from series_touched)
    and (report_id is null or report_id in (select report_id from dim_report where is_current));

delete from finding where finding_id in (select finding_id from found);

insert into finding by name
select * from found
order by report_id, agency_id, report_year, rule_id, instance, state;
