-- grain: one row a finding
-- key: finding_id (hash of report_id, rule_id, instance, state; without a report, of agency and year)
create table if not exists finding (
    finding_id varchar,
    report_id varchar,
    agency_id varchar,
    report_year bigint,
    rule_id varchar,
    instance varchar,
    severity varchar,
    origin varchar,
    state varchar,
    place varchar,
    printed varchar,
    expected varchar,
    message_zh varchar,
    message_en varchar,
    suggestion varchar,
    status varchar,
    scope varchar,
    is_found boolean
);

comment on table finding is '问题清单，每个问题一行 / findings, one row each';
comment on column finding.finding_id is '问题编号：报告、规则、位置、状态的散列 / finding id: hash of report, rule, instance and state';
comment on column finding.report_id is '报告编号，缺少报告的问题为空 / report id, null for a finding that a report is missing';
comment on column finding.agency_id is '行政机关编号，未识别时为空 / agency id, null while the agency is unresolved';
comment on column finding.report_year is '报告年度（所报告的年份），未识别时为空 / year that is reported on, null if not found';
comment on column finding.rule_id is '规则编号，长期不变 / id of the rule, stable';
comment on column finding.instance is '规则适用的行、列或单元格，多处以分号相连 / what of the rule: a row, a column or a cell; several joined by semicolons';
comment on column finding.severity is '严重程度：fatal 无法入库、error 错误、warning 警告、info 提示 / fatal (no facts from this report), error, warning, info';
comment on column finding.origin is '问题来源：extraction 读取、report 报告本身 / whose fault it may be: extraction (our reading) or report (the publisher''s figures)';
comment on column finding.state is '状态：broken 不成立、undecidable 无法判断、holds_if_blank_is_zero 空白视为零时成立 / broken, undecidable, holds_if_blank_is_zero';
comment on column finding.place is '在原文件中的位置：表号、行、列，或行号、字符位置 / place in the file: grid, row, column, or line, position';
comment on column finding.printed is '原文所印文字 / text in the source';
comment on column finding.expected is '应有的算式与数值 / formula with the numbers in it';
comment on column finding.message_zh is '中文说明 / message in Chinese';
comment on column finding.message_en is '英文说明 / message in English';
comment on column finding.suggestion is '建议改动，没有时为空串 / smallest change that makes all identities hold, empty if none';
comment on column finding.status is '处理状态：open 待处理、reopened 再次出现、fixed 已改正、superseded 已被新版本取代、withdrawn 报告已撤回、waived 已豁免（经确认原文如此）；前两种为未解决 / life cycle: open, reopened (both unsolved), fixed, superseded by a newer revision, withdrawn with its report, waived (confirmed as printed)';
comment on column finding.scope is '范围：report 单份报告、agency 机关归属、decision 更正与豁免（这两种每次入库全部重新判断）、series 跨年度与汇总（有变化的才重新判断） / what it was judged on: one report; agency: whose the reports are, decision: corrections and waivers, both judged anew at each load; series: several reports, judged anew where any of them changed';
comment on column finding.is_found is '最近一次读取是否仍发现该问题 / whether the latest reading of the report still finds it';
