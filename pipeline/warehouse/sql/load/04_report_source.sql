-- A path keeps a row for every content it has carried. A first sight never moves to a later time;
-- the rest is what the batch tells, for the store remembers what manifests said.
delete from report_source;

insert into report_source by name
with delivered as (
    select
        s.source_path,
        s.sha256,
        s.source_url,
        s.attached_to,
        least(s.seen_at, k.seen_at) as seen_at,
        s.fingerprint
    from staged_sources as s
    left join known_source as k using (source_path, sha256)
),

sources as (
    from delivered
    union all by name
    select k.*
    from known_source as k
    anti join delivered using (source_path, sha256)
)

select r.report_id, s.source_path, s.source_url, s.seen_at, s.fingerprint, s.attached_to
from sources as s
inner join dim_report as r using (sha256)
order by s.source_path, s.seen_at, r.report_id;
