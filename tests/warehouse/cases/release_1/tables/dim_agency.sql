-- grain: one row an agency that has a report
-- key: agency_id
create table if not exists dim_agency (
    agency_id varchar,
    agency_name varchar,
    resolved boolean
);

comment on table dim_agency is '行政机关，每个机关一行 / agencies, one row each';
comment on column dim_agency.agency_id is '行政机关编号 / agency id';
comment on column dim_agency.agency_name is '机关名称，取最近年度现行报告所载 / name, as in its current report of the latest year';
comment on column dim_agency.resolved is '名称是否已识别到唯一机关；p- 开头的编号为临时编号，未识别 / whether the agency is resolved; an id p-… is provisional, made from the name';
