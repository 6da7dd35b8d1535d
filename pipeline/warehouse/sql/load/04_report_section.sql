insert into report_section by name
select * from staged_sections
order by report_id, section_no;
