-- grain: one row an origin and severity, the publishers' first, the gravest first
select origin, severity, count(*) as findings
from finding
where status = 'open'
group by origin, severity
order by origin desc, list_position(['fatal', 'error', 'warning', 'info'], severity);
