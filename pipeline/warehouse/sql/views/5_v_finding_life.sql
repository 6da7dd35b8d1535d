-- grain: one row a life: a finding of an agency and year (of a report while either is unknown)
-- key: series, rule_id, instance, state
create or replace view v_finding_life as
with lives as (
    select
        if(agency_id is null or report_year is null, report_id, concat_ws('/', agency_id, report_year)) as series,
        rule_id,
        instance,
        state,
        max_by(finding_id, event_no) as finding_id,
        max_by(report_id, event_no) as report_id,
        max_by(agency_id, event_no) as agency_id,
        max_by(report_year, event_no) as report_year,
        max_by(event, event_no) as event,
        max_by(event, event_no) filter (event in ('new', 'reopened')) as began,
        min(event_at) as first_seen_at,
        min_by(report_id, event_no) as first_report_id,
        max(event_at) as changed_at,
        -- Not max_by: that would pass over the change whose revision is unknown.
        first(revision_id order by event_no desc) as revision_id,
        max_by(run_id, event_no) as run_id,
        count(*) filter (event = 'reopened') as reopened_count
    from finding_event
    group by 1, rule_id, instance, state
)
select
    l.series,
    l.agency_id,
    coalesce(nullif(a.agency_name, ''), r.agency_name) as agency_name,
    l.report_year,
    l.rule_id,
    l.instance,
    l.state,
    f.severity,
    f.origin,
    case
        when l.event in ('fixed', 'withdrawn', 'waived') then l.event
        when l.began = 'reopened' then 'reopened'
        else 'open'
    end as status,
    l.first_seen_at,
    l.first_report_id,
    l.changed_at,
    l.revision_id,
    l.run_id,
    l.reopened_count,
    l.finding_id,
    l.report_id
from lives as l
left join finding as f using (finding_id)
left join dim_report as r on l.report_id = r.report_id
left join dim_agency as a on l.agency_id = a.agency_id;

comment on view v_finding_life is '问题经历：同一机关同一年度的同一问题一行，从首次发现到最近变化 / one row a life of a finding of an agency and year: when first seen, last change, where it stands, which revision';
comment on column v_finding_life.series is '机关编号/报告年度；任一不明时为报告编号 / agency and year, or the report id while either is unknown';
comment on column v_finding_life.agency_id is '行政机关编号，未识别时为空 / agency id, null while unresolved';
comment on column v_finding_life.agency_name is '机关名称：名录所载，否则报告所载 / name of the agency, the register''s, else the report''s';
comment on column v_finding_life.report_year is '报告年度 / year that is reported on';
comment on column v_finding_life.rule_id is '规则编号，长期不变 / id of the rule, stable';
comment on column v_finding_life.instance is '规则适用的行、列或单元格 / what of the rule: a row, a column or a cell';
comment on column v_finding_life.state is '状态：broken 不成立、undecidable 无法判断、holds_if_blank_is_zero 空白视为零时成立 / broken, undecidable, holds_if_blank_is_zero';
comment on column v_finding_life.severity is '严重程度，报告已不存在时为空 / severity, null if its report is no more';
comment on column v_finding_life.origin is '问题来源：extraction 读取、report 报告本身 / origin: extraction (our reading) or report (the publisher''s figures)';
comment on column v_finding_life.status is '现状：open 待处理、reopened 再次出现、waived 已豁免、fixed 已改正、withdrawn 随报告撤回 / where it stands: open, reopened, waived, fixed, withdrawn with its report';
comment on column v_finding_life.first_seen_at is '首次发现时间，协调世界时 / when it was first found, UTC';
comment on column v_finding_life.first_report_id is '首次发现时的报告 / report in which it was first found';
comment on column v_finding_life.changed_at is '最近变化时间，协调世界时 / when it changed last, UTC';
comment on column v_finding_life.revision_id is '引起最近变化的报告版本，不明时为空 / revision that made the last change, null if unknown';
comment on column v_finding_life.run_id is '最近变化的运行 / run of the last change';
comment on column v_finding_life.reopened_count is '再次出现的次数 / how often it came back';
comment on column v_finding_life.finding_id is '最近的问题编号 / its latest finding';
comment on column v_finding_life.report_id is '该问题所在报告 / report of that finding';
