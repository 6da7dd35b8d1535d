-- grain: one row a series of the agencies that are asked for, touched or at most two years from one
-- that is, and one of those below where a consolidated report of theirs is judged
with mine as (
    select s.*, t.agency_id is not null as is_touched
    from series as s
    inner join asked_agencies using (agency_id)
    left join series_touched as t using (agency_id, report_year)
),

near as (
    select distinct mine.*
    from mine
    inner join series_touched as t using (agency_id)
    where abs(mine.report_year - t.report_year) <= 2
),

below as (
    select distinct s.*, false as is_touched
    from near
    inner join staged_agencies as parent on near.agency_id = parent.agency_id
    inner join staged_agencies as child on parent.agency_id = child.parent_id
    inner join series as s on child.agency_id = s.agency_id and near.report_year = s.report_year
    where near.is_touched and parent.scope = 'consolidated' and near.report_id is not null
)

from near
union all by name
from below
anti join near using (agency_id, report_year)
order by agency_id, report_year;
