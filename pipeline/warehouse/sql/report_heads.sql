-- grain: one row a report
-- key: report_id; what is needed to find out whose it is
select report_id, agency_name, told_agency_id, region, report_year
from dim_report
order by report_id;
