-- Every row of a report that is loaded again; its findings stay, to be compared with the new ones,
-- unless the report is no more.
delete from fact_proactive_disclosure where report_id in (select report_id from replaced);
delete from fact_requests where report_id in (select report_id from replaced);
delete from fact_disputes where report_id in (select report_id from replaced);
delete from fact_indicator where report_id in (select report_id from replaced);
delete from report_section where report_id in (select report_id from replaced);
delete from identity_result where report_id in (select report_id from replaced);
delete from report_claim where report_id in (select report_id from replaced);
delete from finding
where
    report_id in (select report_id from replaced)
    and report_id not in (select report_id from staged_reports);
delete from dim_report where report_id in (select report_id from replaced);

-- grain: one row a fact table that still holds rows
create or replace temp table kept_facts as
select distinct table_name from every_fact;
