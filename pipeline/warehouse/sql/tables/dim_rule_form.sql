-- grain: one row a rule and form that it is about
-- key: rule_id, form_id
create table if not exists dim_rule_form (
    rule_id varchar,
    form_id varchar
);

comment on table dim_rule_form is '规则适用的报告格式，每个格式一行 / forms that a rule is about, one row each';
comment on column dim_rule_form.rule_id is '规则编号 / id of the rule';
comment on column dim_rule_form.form_id is '报告格式编号；空串表示未发现报告的文件 / statutory form; empty for files in which no report is found';
