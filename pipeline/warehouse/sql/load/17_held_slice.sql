-- What is held back tonight takes the place of what was: files of a held slice are taken up again each
-- night. A slice that is still held has been so since then.
create or replace temp table known_held as
select source, form_id, held_since from held_slice;

delete from held_slice;

insert into held_slice by name
select s.*, coalesce(k.held_since, staged_run.run_at) as held_since, staged_run.run_id
from staged_held_slices as s
cross join staged_run
left join known_held as k using (source, form_id)
order by s.source, s.form_id;

delete from held_report;

insert into held_report by name
from staged_held_reports
order by report_id;
