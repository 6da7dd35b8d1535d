-- grain: one row a correction that meets a report but not the cell that it was made for
select
    report_id, table_id, row_code, col_code, printed, found, place, status, decided_by, decided_on,
    regexp_replace(corrected::varchar, '\.?0+$', '') as corrected
from correction
where status in ('stale', 'cell_unknown')
order by report_id, table_id, row_code, col_code;
