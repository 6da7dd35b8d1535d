-- grain: one row a current report; v_report_quality with Chinese names
-- key: 报告编号
create or replace view 报告质量 as
select
    report_id as 报告编号,
    agency_id as 机关编号,
    agency_name as 机关名称,
    report_year as 报告年度,
    form_id as 报告格式,
    finding_fatal_count as 问题_无法入库,
    finding_error_count as 问题_错误,
    finding_warning_count as 问题_警告,
    finding_info_count as 问题_提示,
    cell_number_count as 单元格_数字,
    cell_blank_count as 单元格_空白,
    cell_dash_count as 单元格_短横,
    cell_not_applicable_count as 单元格_斜线,
    cell_text_count as 单元格_文字,
    cell_unreadable_count as 单元格_无法辨读,
    cell_ambiguous_count as 单元格_有歧义,
    cell_missing_count as 单元格_缺失,
    identity_holds_count as 勾稽_成立,
    identity_broken_count as 勾稽_不成立,
    identity_undecidable_count as 勾稽_无法判断,
    identity_holds_if_blank_is_zero_count as 勾稽_空白视为零时成立,
    grade as 质量等级,
    grade_rule_id as 定级规则
from v_report_quality;

comment on view 报告质量 is '报告质量：每份现行报告一行，各类问题、单元格、勾稽关系的数目 / v_report_quality with Chinese names';
comment on column 报告质量.报告编号 is '报告编号 / report id';
comment on column 报告质量.机关编号 is '行政机关编号，未识别时为空 / agency id, null while unresolved';
comment on column 报告质量.机关名称 is '报告所载机关名称 / agency name as the report gives it';
comment on column 报告质量.报告年度 is '报告年度 / year that is reported on';
comment on column 报告质量.报告格式 is '报告格式编号，未发现报告时为空 / statutory form, null if no report was found';
comment on column 报告质量.问题_无法入库 is '未解决的问题数：无法入库 / open findings of severity fatal';
comment on column 报告质量.问题_错误 is '未解决的问题数：错误 / open findings of severity error';
comment on column 报告质量.问题_警告 is '未解决的问题数：警告 / open findings of severity warning';
comment on column 报告质量.问题_提示 is '未解决的问题数：提示 / open findings of severity info';
comment on column 报告质量.单元格_数字 is '单元格数：数字 / cells of status number';
comment on column 报告质量.单元格_空白 is '单元格数：空白 / cells of status blank';
comment on column 报告质量.单元格_短横 is '单元格数：短横 / cells of status dash';
comment on column 报告质量.单元格_斜线 is '单元格数：斜线 / cells of status not_applicable';
comment on column 报告质量.单元格_文字 is '单元格数：文字 / cells of status text';
comment on column 报告质量.单元格_无法辨读 is '单元格数：无法辨读 / cells of status unreadable';
comment on column 报告质量.单元格_有歧义 is '单元格数：有歧义 / cells of status ambiguous';
comment on column 报告质量.单元格_缺失 is '单元格数：缺失 / cells of status missing';
comment on column 报告质量.勾稽_成立 is '勾稽数：成立 / identities with verdict holds';
comment on column 报告质量.勾稽_不成立 is '勾稽数：不成立 / identities with verdict broken';
comment on column 报告质量.勾稽_无法判断 is '勾稽数：无法判断 / identities with verdict undecidable';
comment on column 报告质量.勾稽_空白视为零时成立 is '勾稽数：空白视为零时成立 / identities with verdict holds_if_blank_is_zero';
comment on column 报告质量.质量等级 is '质量等级：A 没有错误和警告、B 有警告、C 其他错误、D 勾稽关系不成立、E 无法评定（读取不足）；见 dim_grade / quality grade, see dim_grade';
comment on column 报告质量.定级规则 is '决定等级的规则，最好的等级为空 / rule that set the grade, null for the best one';
