-- grain: one row an agency of the register or of a report
-- key: agency_id
create table if not exists dim_agency (
    agency_id varchar,
    agency_name varchar,
    resolved boolean,
    level varchar,
    parent_id varchar,
    division_code varchar,
    valid_from date,
    valid_to date,
    coordinator varchar,
    region varchar
);

comment on table dim_agency is '行政机关，机关名录与报告中的每个机关一行 / agencies of the register and of reports, one row each';
comment on column dim_agency.agency_id is '行政机关编号 / agency id';
comment on column dim_agency.agency_name is '机关名称：名录所载，名录没有的取最近年度现行报告所载 / name: the register''s, else as in its current report of the latest year';
comment on column dim_agency.resolved is '名称是否已识别到唯一机关；p- 开头的编号为临时编号，未识别 / whether the agency is resolved; an id p-… is provisional, made from name and region';
comment on column dim_agency.level is '层级，名录未载时为空串 / level, empty where the register is silent';
comment on column dim_agency.parent_id is '上级机关编号，名录未载时为空串 / agency id of its parent, empty where the register is silent';
comment on column dim_agency.division_code is '行政区划代码（GB/T 2260），名录未载时为空串 / code of its division (GB/T 2260), empty where the register is silent';
comment on column dim_agency.valid_from is '机关存续首日，不明时为空 / first day of the agency, null if open';
comment on column dim_agency.valid_to is '机关存续末日，存续中为空 / last day of the agency, null while it exists';
comment on column dim_agency.coordinator is '主管的政务公开机构编号，名录未载时为空串 / agency id of its coordinator, empty where the register is silent';
comment on column dim_agency.region is '最近年度现行报告的发布网站主机名，不需要区分时为空串 / host that published its current report of the latest year, empty where its name is enough';
