-- What may change for any report, loaded tonight or years ago: whose it is (the register may have
-- grown), when its bytes were first seen (a copy may have come), whether it is withdrawn.
with decided as (
    select
        r.report_id,
        subject.agency_id,
        seen.first_seen_at,
        exists (
            from staged_withdrawals as w
            where w.report_id = r.report_id or w.sha256 = r.sha256
        ) as withdrawn
    from dim_report as r
    left join staged_subjects as subject using (report_id)
    left join (
        select report_id, min(seen_at) as first_seen_at
        from report_source
        group by report_id
    ) as seen using (report_id)
)

update dim_report
set
    agency_id = decided.agency_id,
    first_seen_at = decided.first_seen_at,
    withdrawn = decided.withdrawn
from decided
where
    dim_report.report_id = decided.report_id
    and (
        dim_report.agency_id is distinct from decided.agency_id
        or dim_report.first_seen_at is distinct from decided.first_seen_at
        or dim_report.withdrawn is distinct from decided.withdrawn
    );
