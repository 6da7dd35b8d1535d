-- A report may come in an archive: the path of its file within. Comments come with sql/tables.
alter table dim_report add column member varchar;

update dim_report
set member = '';
