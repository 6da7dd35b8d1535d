-- grain: one row a series of the agencies that are asked for, and one of those below where a
-- consolidated report of theirs is judged
with mine as (
    select s.*, t.agency_id is not null as is_touched
    from series as s
    inner join asked_agencies using (agency_id)
    left join series_touched as t using (agency_id, report_year)
),

below as (
    select distinct s.*, false as is_touched
    from mine
    inner join staged_agencies as parent on mine.agency_id = parent.agency_id
    inner join staged_agencies as child on parent.agency_id = child.parent_id
    inner join series as s on child.agency_id = s.agency_id and mine.report_year = s.report_year
    where mine.is_touched and parent.scope = 'consolidated' and mine.report_id is not null
)

from mine
union all by name
from below
anti join mine using (agency_id, report_year)
order by agency_id, report_year;
