-- grain: one row a claim of the current reports of touched series
select c.*
from report_claim as c
inner join series as s using (report_id)
inner join asked_agencies using (agency_id)
inner join series_touched using (agency_id, report_year)
order by c.report_id, c.claim_no;
