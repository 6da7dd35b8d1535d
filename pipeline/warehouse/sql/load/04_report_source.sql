-- A path keeps a row for every content it has carried. A first sight never moves to a later time,
-- and what a manifest said of a source stays until a manifest says otherwise.
delete from report_source;

insert into report_source by name
with delivered as (
    select
        s.source_path,
        s.sha256,
        coalesce(s.source_url, k.source_url) as source_url,
        coalesce(s.attached_to, k.attached_to) as attached_to,
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
