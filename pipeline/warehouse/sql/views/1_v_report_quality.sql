-- grain: one row a current report, one without facts included
-- key: report_id
create or replace view v_report_quality as
with findings as (
    select
        report_id,
        count(*) filter (where severity = 'fatal') as finding_fatal_count,
        count(*) filter (where severity = 'error') as finding_error_count,
        count(*) filter (where severity = 'warning') as finding_warning_count,
        count(*) filter (where severity = 'info') as finding_info_count
    from finding
    where status in ('open', 'reopened')
    group by report_id
),
cells as (
    select
        report_id,
        count(*) filter (where status = 'number') as cell_number_count,
        count(*) filter (where status = 'blank') as cell_blank_count,
        count(*) filter (where status = 'dash') as cell_dash_count,
        count(*) filter (where status = 'not_applicable') as cell_not_applicable_count,
        count(*) filter (where status = 'text') as cell_text_count,
        count(*) filter (where status = 'unreadable') as cell_unreadable_count,
        count(*) filter (where status = 'ambiguous') as cell_ambiguous_count,
        count(*) filter (where status = 'missing') as cell_missing_count
    from (
        select report_id, status from fact_proactive_disclosure where is_current
        union all
        select report_id, status from fact_requests where is_current
        union all
        select report_id, status from fact_disputes where is_current
        union all
        select report_id, status from fact_indicator where is_current
    )
    group by report_id
),
identities as (
    select
        report_id,
        count(*) filter (where verdict = 'holds') as identity_holds_count,
        count(*) filter (where verdict = 'broken') as identity_broken_count,
        count(*) filter (where verdict = 'undecidable') as identity_undecidable_count,
        count(*) filter (where verdict = 'holds_if_blank_is_zero') as identity_holds_if_blank_is_zero_count
    from identity_result
    group by report_id
),
graded as (
    select
        f.report_id,
        first(g.grade order by g.rank, u.rule_order, f.instance) as grade,
        first(f.rule_id order by g.rank, u.rule_order, f.instance) as grade_rule_id
    from finding as f
    inner join dim_rule as u using (rule_id)
    inner join dim_grade as g on f.origin = g.origin and f.severity = g.severity and u.scope = g.scope
    where f.status in ('open', 'reopened') and g.rank < (select max(rank) from dim_grade)
    group by f.report_id
)
select
    r.report_id,
    r.agency_id,
    r.agency_name,
    r.report_year,
    r.form_id,
    coalesce(findings.finding_fatal_count, 0) as finding_fatal_count,
    coalesce(findings.finding_error_count, 0) as finding_error_count,
    coalesce(findings.finding_warning_count, 0) as finding_warning_count,
    coalesce(findings.finding_info_count, 0) as finding_info_count,
    coalesce(cells.cell_number_count, 0) as cell_number_count,
    coalesce(cells.cell_blank_count, 0) as cell_blank_count,
    coalesce(cells.cell_dash_count, 0) as cell_dash_count,
    coalesce(cells.cell_not_applicable_count, 0) as cell_not_applicable_count,
    coalesce(cells.cell_text_count, 0) as cell_text_count,
    coalesce(cells.cell_unreadable_count, 0) as cell_unreadable_count,
    coalesce(cells.cell_ambiguous_count, 0) as cell_ambiguous_count,
    coalesce(cells.cell_missing_count, 0) as cell_missing_count,
    coalesce(identities.identity_holds_count, 0) as identity_holds_count,
    coalesce(identities.identity_broken_count, 0) as identity_broken_count,
    coalesce(identities.identity_undecidable_count, 0) as identity_undecidable_count,
    coalesce(identities.identity_holds_if_blank_is_zero_count, 0) as identity_holds_if_blank_is_zero_count,
    coalesce(graded.grade, (select max_by(grade, rank) from dim_grade)) as grade,
    graded.grade_rule_id
from dim_report as r
left join findings using (report_id)
left join cells using (report_id)
left join identities using (report_id)
left join graded using (report_id)
where r.is_current and not r.withdrawn;

comment on view v_report_quality is '报告质量：每份现行报告一行，各类问题、单元格、勾稽关系的数目 / quality of each current report: findings by severity, cells by status, identities by verdict';
comment on column v_report_quality.report_id is '报告编号 / report id';
comment on column v_report_quality.agency_id is '行政机关编号，未识别时为空 / agency id, null while unresolved';
comment on column v_report_quality.agency_name is '报告所载机关名称 / agency name as the report gives it';
comment on column v_report_quality.report_year is '报告年度 / year that is reported on';
comment on column v_report_quality.form_id is '报告格式编号，未发现报告时为空 / statutory form, null if no report was found';
comment on column v_report_quality.finding_fatal_count is '未解决的问题数：无法入库 / open findings of severity fatal';
comment on column v_report_quality.finding_error_count is '未解决的问题数：错误 / open findings of severity error';
comment on column v_report_quality.finding_warning_count is '未解决的问题数：警告 / open findings of severity warning';
comment on column v_report_quality.finding_info_count is '未解决的问题数：提示 / open findings of severity info';
comment on column v_report_quality.cell_number_count is '单元格数：数字 / cells of status number';
comment on column v_report_quality.cell_blank_count is '单元格数：空白 / cells of status blank';
comment on column v_report_quality.cell_dash_count is '单元格数：短横 / cells of status dash';
comment on column v_report_quality.cell_not_applicable_count is '单元格数：斜线 / cells of status not_applicable';
comment on column v_report_quality.cell_text_count is '单元格数：文字 / cells of status text';
comment on column v_report_quality.cell_unreadable_count is '单元格数：无法辨读 / cells of status unreadable';
comment on column v_report_quality.cell_ambiguous_count is '单元格数：有歧义 / cells of status ambiguous';
comment on column v_report_quality.cell_missing_count is '单元格数：缺失 / cells of status missing';
comment on column v_report_quality.identity_holds_count is '勾稽数：成立 / identities with verdict holds';
comment on column v_report_quality.identity_broken_count is '勾稽数：不成立 / identities with verdict broken';
comment on column v_report_quality.identity_undecidable_count is '勾稽数：无法判断 / identities with verdict undecidable';
comment on column v_report_quality.identity_holds_if_blank_is_zero_count is '勾稽数：空白视为零时成立 / identities with verdict holds_if_blank_is_zero';
comment on column v_report_quality.grade is '质量等级：A 没有错误和警告、B 有警告、C 其他错误、D 勾稽关系不成立、E 无法评定（读取不足）；见 dim_grade / quality grade: A neither error nor warning, B warnings, C another error, D broken sums or comparisons, E not gradable (our reading is not enough); see dim_grade';
comment on column v_report_quality.grade_rule_id is '决定等级的规则，最好的等级为空 / rule that set the grade, null for the best one';
