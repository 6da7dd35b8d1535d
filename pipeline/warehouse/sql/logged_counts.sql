-- grain: one row a table, of one run ($run_id)
-- key: table_name
select table_name, rows
from load_log
where run_id = $run_id
order by table_name;
