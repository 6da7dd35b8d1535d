-- grain: one row an open finding about the publisher's figures; v_queue_coordinator with Chinese names
-- key: 问题编号
create or replace view 主管部门待办 as
select
    coordinator_id as 主管机构编号,
    coordinator_name as 主管机构,
    urgency as 紧急程度,
    severity as 严重程度,
    agency_id as 机关编号,
    agency_name as 机关名称,
    report_year as 报告年度,
    rule_id as 规则编号,
    instance as 位置代码,
    state as 判定,
    printed as 原文,
    expected as 应为,
    suggestion as 建议改动,
    message_zh as 说明,
    message_en as 英文说明,
    place as 位置,
    source_path as 来源路径,
    source_url as 来源网址,
    member as 包内路径,
    status as 处理状态,
    since as 起始时间,
    finding_id as 问题编号,
    report_id as 报告编号
from v_queue_coordinator;

comment on view 主管部门待办 is '主管部门待办：未解决的报告问题，可转发报告机关，最严重的在前 / the coordinator''s queue: open findings about the publishers'' figures, to be sent to them, the gravest first';
comment on column 主管部门待办.主管机构编号 is '主管的政务公开机构编号，名录未载时为空 / agency id of its coordinator, null or empty where the register is silent';
comment on column 主管部门待办.主管机构 is '主管的政务公开机构名称，名录未载时为空 / name of its coordinator, null where the register is silent';
comment on column 主管部门待办.紧急程度 is '1 无法入库、2 错误、3 警告、4 提示 / 1 fatal, 2 error, 3 warning, 4 info';
comment on column 主管部门待办.严重程度 is '严重程度：fatal、error、warning、info / severity';
comment on column 主管部门待办.机关编号 is '行政机关编号，未识别时为空 / agency id, null while unresolved';
comment on column 主管部门待办.机关名称 is '机关名称：名录所载，否则报告所载 / name of the agency, the register''s, else the report''s';
comment on column 主管部门待办.报告年度 is '报告年度 / year that is reported on';
comment on column 主管部门待办.规则编号 is '规则编号，长期不变 / id of the rule, stable';
comment on column 主管部门待办.位置代码 is '规则适用的行、列或单元格 / what of the rule: a row, a column or a cell';
comment on column 主管部门待办.判定 is '状态：broken 不成立、undecidable 无法判断、holds_if_blank_is_zero 空白视为零时成立 / broken, undecidable, holds_if_blank_is_zero';
comment on column 主管部门待办.原文 is '原文所印 / what is printed';
comment on column 主管部门待办.应为 is '应有的算式与数值 / formula with the numbers in it';
comment on column 主管部门待办.建议改动 is '建议改动，没有时为空串 / suggested change, empty if none';
comment on column 主管部门待办.说明 is '中文说明 / message in Chinese';
comment on column 主管部门待办.英文说明 is '英文说明 / message in English';
comment on column 主管部门待办.位置 is '在原文件中的位置：表号、行、列，或行号、字符位置 / place in the file: grid, row, column, or line, position';
comment on column 主管部门待办.来源路径 is '最早收到该文件的路径 / path at which the file was first seen';
comment on column 主管部门待办.来源网址 is '该来源的网址，不明时为空 / address of that source, null if unknown';
comment on column 主管部门待办.包内路径 is '报告在压缩包内的路径，单独的文件为空串 / path of its file within an archive, empty for a file by itself';
comment on column 主管部门待办.处理状态 is '处理状态：open 待处理、reopened 再次出现 / open, reopened';
comment on column 主管部门待办.起始时间 is '列为待处理的时间，协调世界时 / since when it is open, UTC';
comment on column 主管部门待办.问题编号 is '问题编号 / finding id';
comment on column 主管部门待办.报告编号 is '报告编号，没有报告时为空 / report id, null where there is no report';
