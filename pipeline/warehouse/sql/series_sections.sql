-- grain: one row a heading of the reports of the agencies that are asked for
select p.*
from report_section as p
inner join series as s using (report_id)
inner join asked_agencies using (agency_id)
order by p.report_id, p.section_no;
