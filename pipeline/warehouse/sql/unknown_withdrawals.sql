-- grain: one row a withdrawal that names no report of the warehouse
select w.report_id, w.sha256
from staged_withdrawals as w
where
    w.report_id not in (select report_id from dim_report)
    and w.sha256 not in (select sha256 from dim_report)
order by w.report_id, w.sha256;
