-- Findings that people confirmed as printed, held against what is found tonight in reports that
-- speak. What the decisions themselves are told of cannot be waived.
delete from waiver;

insert into waiver by name
with candidates as (
    select w.*, f.finding_id, f.printed is not distinct from w.printed
        and (w.expected is null or f.expected = w.expected) as is_as_confirmed
    from staged_waivers as w
    left join (
        from finding
        where
            is_found
            and scope <> 'decision'
            and (report_id is null or report_id in (select report_id from speaking))
    ) as f using (agency_id, report_year, rule_id, instance)
    -- The same instance may be found broken and, in another report that speaks, undecidable.
    qualify row_number() over (
        partition by agency_id, report_year, rule_id, instance
        order by is_as_confirmed desc nulls last, f.finding_id
    ) = 1
)

select
    * exclude (is_as_confirmed),
    case when finding_id is null then 'idle' when is_as_confirmed then 'applied' else 'stale' end as status
from candidates
order by agency_id, report_year, rule_id, instance;
