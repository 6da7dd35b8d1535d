-- grain: one row a rule
-- key: rule_id
create table if not exists dim_rule (
    rule_id varchar,
    rule_order bigint,
    scope varchar,
    severity varchar,
    origin varchar,
    title_zh varchar,
    title_en varchar,
    source varchar,
    judged_by varchar,
    levels varchar[],
    needs_last_year boolean
);

comment on table dim_rule is '规则，每条一行，见 docs/findings.md / rules, one row each, see docs/findings.md';
comment on column dim_rule.rule_id is '规则编号，长期不变 / id of the rule, stable';
comment on column dim_rule.rule_order is '规则顺序，从 1 起 / place of the rule in the list, from 1';
comment on column dim_rule.scope is '范围：批次、机关、报告、文本、表、行、列、单元格、跨表、跨年、汇总 / scope: batch, agency, report, document, text, table, row, column, cell, cross_table, cross_year, roll_up';
comment on column dim_rule.severity is '严重程度；个别问题可另定，见 finding / severity; a finding may have another';
comment on column dim_rule.origin is '问题来源：extraction 读取、report 报告本身 / origin: extraction (our reading) or report (the publisher''s figures)';
comment on column dim_rule.title_zh is '中文名称 / title in Chinese';
comment on column dim_rule.title_en is '英文名称 / title in English';
comment on column dim_rule.source is '依据 / legal basis, or where it was seen';
comment on column dim_rule.judged_by is '判断方式：identity 勾稽关系（逐项结果见 identity_result）、formula 算式、code 程序；不针对单份报告的规则为空 / how it is judged: identity (each verdict is in identity_result), formula, code; null where it is not about one report';
comment on column dim_rule.levels is '只适用于这些层级的机关，空表示全部 / levels of agencies that it is about, empty: all';
comment on column dim_rule.needs_last_year is '是否需要上年报告 / whether it needs the report of the year before';
