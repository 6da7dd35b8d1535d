-- grain: one row a slice that is held back, the largest first
select source, form_id, reports, reports_misread, held_since, message_zh, message_en
from held_slice
order by reports desc, source, form_id;
