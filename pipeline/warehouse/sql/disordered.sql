-- grain: one row a fact table that is to be written anew in the order of its cells: always while it
-- is small ($small rows), else when more than a share ($share) of it was appended since the last time
select table_name
from load_log
inner join staged_run using (run_id)
where rows_unordered > 0 and (rows < $small or rows_unordered > $share * rows)
order by table_name;
