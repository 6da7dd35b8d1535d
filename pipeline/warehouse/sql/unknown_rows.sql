-- grain: one row a row of config that names nothing: a withdrawal or a correction that names no
-- report of the warehouse, a waiver that names no finding
select 'withdrawals' as kind, coalesce(nullif(w.report_id, ''), w.sha256) as named
from staged_withdrawals as w
where
    w.report_id not in (select report_id from dim_report)
    and w.sha256 not in (select sha256 from dim_report)
union all
select 'corrections', concat_ws('/', agency_id, report_year, table_id, row_code, col_code)
from correction
where status = 'report_unknown'
union all
select 'waivers', concat_ws('/', agency_id, report_year, rule_id, nullif(instance, ''))
from waiver
where status = 'idle'
order by all;
