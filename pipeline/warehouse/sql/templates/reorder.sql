-- Write a fact table anew in the order of its cells; the table itself and its comments stay.
create or replace temp table in_order as
from $fact
order by form_id, row_code, col_code, report_id;

delete from $fact;

insert into $fact
from in_order;

drop table in_order;

update load_log
set rows_unordered = 0
where table_name = '$fact' and run_id in (select run_id from staged_run);
