-- grain: one row a fact of a current report
-- key: table_name, report_id, row_code, col_code
create or replace view v_fact_corrected as
with facts as (
    select 'fact_proactive_disclosure' as table_name, 't2' as table_id, report_id, row_code, col_code, value, value_corrected, unit, status, printed
    from fact_proactive_disclosure
    where is_current
    union all
    select 'fact_requests', 't3', report_id, row_code, col_code, value, value_corrected, unit, status, printed
    from fact_requests
    where is_current
    union all
    select 'fact_disputes', 't4', report_id, row_code, col_code, value, value_corrected, unit, status, printed
    from fact_disputes
    where is_current
    union all
    select 'fact_indicator', 'ind', report_id, row_code, col_code, value, value_corrected, unit, status, printed
    from fact_indicator
    where is_current
)
select
    f.table_name,
    f.report_id,
    r.agency_id,
    r.agency_name,
    r.report_year,
    r.form_id,
    f.row_code,
    f.col_code,
    f.printed,
    f.status,
    f.value,
    f.value_corrected,
    coalesce(f.value_corrected, f.value) as value_effective,
    f.unit,
    c.reason,
    c.source,
    c.decided_by,
    c.decided_on
from facts as f
inner join dim_report as r using (report_id)
left join correction as c
    on
        c.status = 'applied'
        and f.report_id = c.report_id
        and f.table_id = c.table_id
        and f.row_code = c.row_code
        and f.col_code = c.col_code;

comment on view v_fact_corrected is '现行报告的每个数值，印出的与更正的并列（config/corrections.csv） / each fact of the current reports, as printed and as corrected (config/corrections.csv) side by side';
comment on column v_fact_corrected.table_name is '事实表名 / fact table';
comment on column v_fact_corrected.report_id is '报告编号，没有报告时为空 / report id, null where there is no report';
comment on column v_fact_corrected.agency_id is '行政机关编号，未识别时为空 / agency id, null while unresolved';
comment on column v_fact_corrected.agency_name is '报告所载机关名称 / agency name as the report gives it';
comment on column v_fact_corrected.report_year is '报告年度 / year that is reported on';
comment on column v_fact_corrected.form_id is '报告格式编号 / statutory form';
comment on column v_fact_corrected.row_code is '行代码，见 dim_cell / row of the form, see dim_cell';
comment on column v_fact_corrected.col_code is '列代码，见 dim_cell / column of the form, see dim_cell';
comment on column v_fact_corrected.printed is '原文所印 / what is printed';
comment on column v_fact_corrected.status is '单元格状态 / state of the cell';
comment on column v_fact_corrected.value is '印出的数值，按原文单位 / figure as printed, in its unit';
comment on column v_fact_corrected.value_corrected is '更正后的数值，未更正时为空 / corrected figure, null if nobody corrected it';
comment on column v_fact_corrected.value_effective is '更正数值，未更正时为印出的数值 / the corrected figure, else the printed one';
comment on column v_fact_corrected.unit is '数值的单位，不明时为空串 / unit of the figures, empty if none is stated';
comment on column v_fact_corrected.reason is '更正理由 / reason of the correction';
comment on column v_fact_corrected.source is '更正依据 / where the corrected figure comes from';
comment on column v_fact_corrected.decided_by is '更正登记人 / who registered the correction';
comment on column v_fact_corrected.decided_on is '更正登记日期 / on which day';
