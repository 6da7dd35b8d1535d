delete from build_info where run_id in (select run_id from staged_run);

insert into build_info by name
select
    run_id,
    run_at as built_at,
    code_version,
    schema_hash,
    layout_hash,
    (select count(*) from dim_report) as report_count
from staged_run;
