-- grain: one row a report and identity instance
-- key: report_id, rule_id, instance
create table if not exists identity_result (
    report_id varchar,
    rule_id varchar,
    instance varchar,
    verdict varchar,
    residual bigint,
    unread bigint
);

comment on table identity_result is '勾稽关系核对结果，每份报告每条关系一行 / arithmetic identities, one row a report and instance';
comment on column identity_result.report_id is '报告编号：文件内容与文件内序号的散列 / report id: hash of the file''s bytes and the report''s place in it';
comment on column identity_result.rule_id is '规则编号，长期不变 / id of the rule, stable';
comment on column identity_result.instance is '勾稽关系适用的行或列 / row or column that the identity is formed over';
comment on column identity_result.verdict is '结论：holds 成立、broken 不成立、undecidable 无法判断、holds_if_blank_is_zero 空白视为零时成立 / holds, broken, undecidable, holds_if_blank_is_zero';
comment on column identity_result.residual is '差额（左边减右边），单位：件；无法计算时为空 / left minus right, in items; null if it cannot be computed';
comment on column identity_result.unread is '所需单元格中不是数字的个数 / needed cells that hold no number';
