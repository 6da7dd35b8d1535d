-- grain: one row an open finding about the publisher's figures
-- key: finding_id
create or replace view v_queue_coordinator as
with first_source as (
    select report_id, source_path, source_url
    from report_source
    qualify row_number() over (partition by report_id order by seen_at, source_path) = 1
),
began as (
    select
        if(agency_id is null or report_year is null, report_id, concat_ws('/', agency_id, report_year)) as series,
        rule_id, instance, state,
        max(event_at) as since
    from finding_event
    where event in ('new', 'reopened', 'unwaived')
    group by all
)
select
    a.coordinator as coordinator_id,
    c.agency_name as coordinator_name,
    case severity when 'fatal' then 1 when 'error' then 2 when 'warning' then 3 else 4 end as urgency,
    f.severity,
    f.agency_id,
    coalesce(nullif(a.agency_name, ''), r.agency_name) as agency_name,
    f.report_year,
    f.rule_id,
    f.instance,
    f.state,
    f.printed,
    f.expected,
    f.suggestion,
    f.message_zh,
    f.message_en,
    f.place,
    s.source_path,
    s.source_url,
    r.member,
    f.status,
    began.since,
    f.finding_id,
    f.report_id
from finding as f
left join dim_report as r using (report_id)
left join dim_agency as a on f.agency_id = a.agency_id
left join dim_agency as c on nullif(a.coordinator, '') = c.agency_id
left join first_source as s using (report_id)
left join began
    on
        began.series
        = if(f.agency_id is null or f.report_year is null, f.report_id, concat_ws('/', f.agency_id, f.report_year))
        and f.rule_id = began.rule_id
        and f.instance = began.instance
        and f.state = began.state
where f.origin = 'report' and f.status in ('open', 'reopened')
order by coordinator_id, urgency, agency_name, report_year, rule_id, instance;

comment on view v_queue_coordinator is '主管部门待办：未解决的报告问题，可转发报告机关，最严重的在前 / the coordinator''s queue: open findings about the publishers'' figures, to be sent to them, the gravest first';
comment on column v_queue_coordinator.coordinator_id is '主管的政务公开机构编号，名录未载时为空 / agency id of its coordinator, null or empty where the register is silent';
comment on column v_queue_coordinator.coordinator_name is '主管的政务公开机构名称，名录未载时为空 / name of its coordinator, null where the register is silent';
comment on column v_queue_coordinator.urgency is '1 无法入库、2 错误、3 警告、4 提示 / 1 fatal, 2 error, 3 warning, 4 info';
comment on column v_queue_coordinator.severity is '严重程度：fatal、error、warning、info / severity';
comment on column v_queue_coordinator.agency_id is '行政机关编号，未识别时为空 / agency id, null while unresolved';
comment on column v_queue_coordinator.agency_name is '机关名称：名录所载，否则报告所载 / name of the agency, the register''s, else the report''s';
comment on column v_queue_coordinator.report_year is '报告年度 / year that is reported on';
comment on column v_queue_coordinator.rule_id is '规则编号，长期不变 / id of the rule, stable';
comment on column v_queue_coordinator.instance is '规则适用的行、列或单元格 / what of the rule: a row, a column or a cell';
comment on column v_queue_coordinator.state is '状态：broken 不成立、undecidable 无法判断、holds_if_blank_is_zero 空白视为零时成立 / broken, undecidable, holds_if_blank_is_zero';
comment on column v_queue_coordinator.printed is '原文所印 / what is printed';
comment on column v_queue_coordinator.expected is '应有的算式与数值 / formula with the numbers in it';
comment on column v_queue_coordinator.suggestion is '建议改动，没有时为空串 / suggested change, empty if none';
comment on column v_queue_coordinator.message_zh is '中文说明 / message in Chinese';
comment on column v_queue_coordinator.message_en is '英文说明 / message in English';
comment on column v_queue_coordinator.place is '在原文件中的位置：表号、行、列，或行号、字符位置 / place in the file: grid, row, column, or line, position';
comment on column v_queue_coordinator.source_path is '最早收到该文件的路径 / path at which the file was first seen';
comment on column v_queue_coordinator.source_url is '该来源的网址，不明时为空 / address of that source, null if unknown';
comment on column v_queue_coordinator.member is '报告在压缩包内的路径，单独的文件为空串 / path of its file within an archive, empty for a file by itself';
comment on column v_queue_coordinator.status is '处理状态：open 待处理、reopened 再次出现 / open, reopened';
comment on column v_queue_coordinator.since is '列为待处理的时间，协调世界时 / since when it is open, UTC';
comment on column v_queue_coordinator.finding_id is '问题编号 / finding id';
comment on column v_queue_coordinator.report_id is '报告编号，没有报告时为空 / report id, null where there is no report';
