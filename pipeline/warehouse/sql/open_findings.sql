-- grain: one row an origin and severity, the publishers' first, the gravest first; what is open is
-- in a current report, or says that a path can no longer be read
select origin, severity, count(*) as findings
from finding
where status in ('open', 'reopened')
group by origin, severity
order by origin desc, list_position(['fatal', 'error', 'warning', 'info'], severity);
