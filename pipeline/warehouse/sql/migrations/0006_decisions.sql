-- What people decide: a corrected figure stands beside the printed one, and an event tells the
-- revision that made the change. Comments, and the new tables, come with sql/tables.
alter table fact_proactive_disclosure add column value_corrected decimal(24,6);
alter table fact_requests add column value_corrected decimal(24,6);
alter table fact_disputes add column value_corrected decimal(24,6);
alter table fact_indicator add column value_corrected decimal(24,6);

alter table finding_event add column revision_id varchar;

-- Which revision had fixed a finding was not written down.
update finding_event
set revision_id = report_id
where event <> 'fixed';
