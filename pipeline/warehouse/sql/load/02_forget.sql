-- Every row of a report that is loaded again.
delete from fact_proactive_disclosure where report_id in (select report_id from replaced);
delete from fact_requests where report_id in (select report_id from replaced);
delete from fact_disputes where report_id in (select report_id from replaced);
delete from identity_result where report_id in (select report_id from replaced);
delete from finding where report_id in (select report_id from replaced);
delete from dim_report where report_id in (select report_id from replaced);
