-- grain: one row a life: a finding of an agency and year (of a report while either is unknown); v_finding_life with Chinese names
-- key: 系列, 规则编号, 位置代码, 判定
create or replace view 问题经历 as
select
    series as 系列,
    agency_id as 机关编号,
    agency_name as 机关名称,
    report_year as 报告年度,
    rule_id as 规则编号,
    instance as 位置代码,
    state as 判定,
    severity as 严重程度,
    origin as 问题来源,
    status as 处理状态,
    first_seen_at as 首次发现,
    first_report_id as 首次报告编号,
    changed_at as 最近变化,
    revision_id as 变化版本,
    run_id as 运行编号,
    reopened_count as 再次出现次数,
    finding_id as 问题编号,
    report_id as 报告编号
from v_finding_life;

comment on view 问题经历 is '问题经历：同一机关同一年度的同一问题一行，从首次发现到最近变化 / one row a life of a finding of an agency and year: when first seen, last change, where it stands, which revision';
comment on column 问题经历.系列 is '机关编号/报告年度；任一不明时为报告编号 / agency and year, or the report id while either is unknown';
comment on column 问题经历.机关编号 is '行政机关编号，未识别时为空 / agency id, null while unresolved';
comment on column 问题经历.机关名称 is '机关名称：名录所载，否则报告所载 / name of the agency, the register''s, else the report''s';
comment on column 问题经历.报告年度 is '报告年度 / year that is reported on';
comment on column 问题经历.规则编号 is '规则编号，长期不变 / id of the rule, stable';
comment on column 问题经历.位置代码 is '规则适用的行、列或单元格 / what of the rule: a row, a column or a cell';
comment on column 问题经历.判定 is '状态：broken 不成立、undecidable 无法判断、holds_if_blank_is_zero 空白视为零时成立 / broken, undecidable, holds_if_blank_is_zero';
comment on column 问题经历.严重程度 is '严重程度，报告已不存在时为空 / severity, null if its report is no more';
comment on column 问题经历.问题来源 is '问题来源：extraction 读取、report 报告本身 / origin: extraction (our reading) or report (the publisher''s figures)';
comment on column 问题经历.处理状态 is '现状：open 待处理、reopened 再次出现、waived 已豁免、fixed 已改正、withdrawn 随报告撤回 / where it stands: open, reopened, waived, fixed, withdrawn with its report';
comment on column 问题经历.首次发现 is '首次发现时间，协调世界时 / when it was first found, UTC';
comment on column 问题经历.首次报告编号 is '首次发现时的报告 / report in which it was first found';
comment on column 问题经历.最近变化 is '最近变化时间，协调世界时 / when it changed last, UTC';
comment on column 问题经历.变化版本 is '引起最近变化的报告版本，不明时为空 / revision that made the last change, null if unknown';
comment on column 问题经历.运行编号 is '最近变化的运行 / run of the last change';
comment on column 问题经历.再次出现次数 is '再次出现的次数 / how often it came back';
comment on column 问题经历.问题编号 is '最近的问题编号 / its latest finding';
comment on column 问题经历.报告编号 is '该问题所在报告 / report of that finding';
