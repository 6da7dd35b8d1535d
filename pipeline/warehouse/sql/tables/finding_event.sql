-- grain: one row a change in the life of a finding
-- key: event_no
create table if not exists finding_event (
    event_no bigint,
    finding_id varchar,
    report_id varchar,
    agency_id varchar,
    report_year bigint,
    rule_id varchar,
    instance varchar,
    state varchar,
    event varchar,
    run_id varchar,
    event_at timestamp,
    revision_id varchar
);

comment on table finding_event is '问题的变化：同一机关同一年度的同一问题，每次变化一行 / life of the findings of an agency and year, one row a change';
comment on column finding_event.event_no is '变化序号，从 1 起，按发生先后 / number of the change, from 1, in the order in which they came';
comment on column finding_event.finding_id is '发生变化的问题编号 / finding that it came with';
comment on column finding_event.report_id is '报告编号 / report of that finding';
comment on column finding_event.agency_id is '行政机关编号，随报告更新，未识别时为空 / agency id, follows its report, null while the agency is unresolved';
comment on column finding_event.report_year is '报告年度，随报告更新，未识别时为空 / year that is reported on, follows its report, null if not found';
comment on column finding_event.rule_id is '规则编号，长期不变 / id of the rule, stable';
comment on column finding_event.instance is '规则适用的行、列或单元格 / what of the rule: a row, a column or a cell';
comment on column finding_event.state is '状态：broken 不成立、undecidable 无法判断、holds_if_blank_is_zero 空白视为零时成立 / broken, undecidable, holds_if_blank_is_zero';
comment on column finding_event.event is '变化：new 新出现、fixed 已改正、reopened 再次出现、withdrawn 随报告撤回、waived 已豁免、unwaived 豁免失效 / change: new, fixed, reopened, withdrawn with its report, waived, unwaived';
comment on column finding_event.run_id is '运行编号 / id of the run';
comment on column finding_event.event_at is '变化入库时间，协调世界时 / when the change was loaded, UTC';
comment on column finding_event.revision_id is '引起变化的报告版本：问题所在，或改正它的新版本；不明时为空 / revision that made the change: the report that has the finding, or the one that is without it; null if unknown';
