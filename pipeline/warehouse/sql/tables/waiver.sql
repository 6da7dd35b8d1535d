-- grain: one row a waiver of config/waivers.csv, as it stands tonight
-- key: agency_id, report_year, rule_id, instance
create table if not exists waiver (
    agency_id varchar,
    report_year bigint,
    rule_id varchar,
    instance varchar,
    printed varchar,
    expected varchar,
    reason varchar,
    decided_by varchar,
    decided_on date,
    status varchar,
    finding_id varchar
);

comment on table waiver is '豁免登记（config/waivers.csv）：经确认原文如此的问题，每个问题一行，每次入库重新核对 / findings that people confirmed as printed, one row each, held against the findings at each load';
comment on column waiver.agency_id is '行政机关编号 / agency id';
comment on column waiver.report_year is '报告年度 / year that is reported on';
comment on column waiver.rule_id is '规则编号 / id of the rule';
comment on column waiver.instance is '规则适用的行、列或单元格 / what of the rule: a row, a column or a cell';
comment on column waiver.printed is '确认时所印，仍相符才适用 / what was printed when it was confirmed; it applies while that is so';
comment on column waiver.expected is '确认时应有的算式与数值，未登记时为空，登记了也须相符 / what was expected then, null if not registered; must still be so if it is';
comment on column waiver.reason is '理由 / reason';
comment on column waiver.decided_by is '确认人 / who confirmed it';
comment on column waiver.decided_on is '确认日期 / on which day';
comment on column waiver.status is '情况：applied 已适用、stale 原文已变、idle 没有这一问题；只有 applied 起作用 / applied, stale (something else is printed now), idle (there is no such finding); only the first has effect';
comment on column waiver.finding_id is '核对的问题，没有时为空 / finding that it was held against, null if there is none';
