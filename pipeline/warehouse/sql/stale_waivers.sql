-- grain: one row a waiver whose finding is told with other figures than were confirmed
select
    f.report_id, w.rule_id, w.instance, w.printed, w.expected, w.decided_by, w.decided_on,
    f.printed as found, f.expected as found_expected, f.place
from waiver as w
inner join finding as f using (finding_id)
where w.status = 'stale' and f.report_id is not null
order by f.report_id, w.rule_id, w.instance;
