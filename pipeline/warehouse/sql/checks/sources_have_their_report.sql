-- A delivered file gave at least one report, now or on an earlier night; a report has a source.
with linked as (
    select s.source_path, r.sha256
    from report_source as s
    inner join dim_report as r using (report_id)
)

select source_path as source_without_report, null as report_without_source
from staged_sources
anti join linked using (source_path, sha256)
union all
select null, report_id
from dim_report
anti join report_source using (report_id);
