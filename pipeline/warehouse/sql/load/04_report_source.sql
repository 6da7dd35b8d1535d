-- A path keeps the time it was first seen with its content; one that went back to an older content
-- is seen anew, so that the latest row of a path tells what lies there. Other rows stay.
delete from report_source;

insert into report_source by name
with latest as (
    select source_path, max(seen_at) as seen_at
    from known_source
    group by source_path
),

delivered as (
    select
        s.source_path,
        s.sha256,
        coalesce(s.source_url, k.source_url) as source_url,
        s.fingerprint,
        case when k.seen_at = latest.seen_at then k.seen_at else staged_run.run_at end as seen_at
    from staged_sources as s
    cross join staged_run
    left join known_source as k using (source_path, sha256)
    left join latest on s.source_path = latest.source_path
),

sources as (
    from delivered
    union all by name
    select k.*
    from known_source as k
    anti join delivered using (source_path, sha256)
)

select r.report_id, s.source_path, s.source_url, s.seen_at, s.fingerprint
from sources as s
inner join dim_report as r using (sha256)
order by s.source_path, s.seen_at, r.report_no;
