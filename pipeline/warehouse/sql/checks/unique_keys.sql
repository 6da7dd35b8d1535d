-- No key stands twice, in any table.
select 'dim_agency' as table_name, concat_ws('/', agency_id) as key from dim_agency group by agency_id having count(*) > 1
union all
select 'dim_report', concat_ws('/', report_id) from dim_report group by report_id having count(*) > 1
union all
select 'report_source', concat_ws('/', source_path, report_id) from report_source group by source_path, report_id having count(*) > 1
union all
select 'dim_cell', concat_ws('/', form_id, table_id, row_code, col_code) from dim_cell group by form_id, table_id, row_code, col_code having count(*) > 1
union all
select 'fact_proactive_disclosure', concat_ws('/', report_id, row_code, col_code) from fact_proactive_disclosure group by report_id, row_code, col_code having count(*) > 1
union all
select 'fact_requests', concat_ws('/', report_id, row_code, col_code) from fact_requests group by report_id, row_code, col_code having count(*) > 1
union all
select 'fact_disputes', concat_ws('/', report_id, row_code, col_code) from fact_disputes group by report_id, row_code, col_code having count(*) > 1
union all
select 'fact_indicator', concat_ws('/', report_id, row_code, col_code) from fact_indicator group by report_id, row_code, col_code having count(*) > 1
union all
select 'identity_result', concat_ws('/', report_id, rule_id, instance) from identity_result group by report_id, rule_id, instance having count(*) > 1
union all
select 'report_section', concat_ws('/', report_id, section_no) from report_section group by report_id, section_no having count(*) > 1
union all
select 'report_claim', concat_ws('/', report_id, claim_no) from report_claim group by report_id, claim_no having count(*) > 1
union all
select 'finding', concat_ws('/', finding_id) from finding group by finding_id having count(*) > 1
union all
select 'finding_event', concat_ws('/', event_no) from finding_event group by event_no having count(*) > 1
union all
select 'correction', concat_ws('/', agency_id, report_year, table_id, row_code, col_code) from correction group by agency_id, report_year, table_id, row_code, col_code having count(*) > 1
union all
select 'waiver', concat_ws('/', agency_id, report_year, rule_id, instance) from waiver group by agency_id, report_year, rule_id, instance having count(*) > 1
union all
select 'held_slice', concat_ws('/', source, form_id) from held_slice group by source, form_id having count(*) > 1
union all
select 'held_report', concat_ws('/', report_id) from held_report group by report_id having count(*) > 1
union all
select 'series_judged', concat_ws('/', agency_id, report_year) from series_judged group by agency_id, report_year having count(*) > 1
union all
select 'dim_rule', concat_ws('/', rule_id) from dim_rule group by rule_id having count(*) > 1
union all
select 'dim_rule_form', concat_ws('/', rule_id, form_id) from dim_rule_form group by rule_id, form_id having count(*) > 1
union all
select 'dim_grade', concat_ws('/', origin, severity, scope) from dim_grade group by origin, severity, scope having count(*) > 1
union all
select 'crawl_page', concat_ws('/', url) from crawl_page group by url having count(*) > 1
union all
select 'crawl_log', concat_ws('/', crawl_id, what, detail) from crawl_log group by crawl_id, what, detail having count(*) > 1
union all
select 'dim_crawl_reason', concat_ws('/', reason_id) from dim_crawl_reason group by reason_id having count(*) > 1
union all
select 'coverage', concat_ws('/', agency_id, report_year) from coverage group by agency_id, report_year having count(*) > 1
union all
select 'load_log', concat_ws('/', run_id, table_name) from load_log group by run_id, table_name having count(*) > 1
union all
select 'build_info', concat_ws('/', run_id) from build_info group by run_id having count(*) > 1
union all
select 'schema_migration', concat_ws('/', number) from schema_migration group by number having count(*) > 1;
