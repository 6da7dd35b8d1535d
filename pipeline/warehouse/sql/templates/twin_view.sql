-- grain: one row a current report; the view of the same table with Chinese names
-- key: 报告编号
create or replace view $twin as
select $columns
from $view;
