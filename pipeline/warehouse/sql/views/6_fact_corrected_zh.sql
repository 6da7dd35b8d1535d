-- grain: one row a fact of a current report; v_fact_corrected with Chinese names
-- key: 事实表, 报告编号, 行代码, 列代码
create or replace view 更正数值 as
select
    table_name as 事实表,
    report_id as 报告编号,
    agency_id as 机关编号,
    agency_name as 机关名称,
    report_year as 报告年度,
    form_id as 报告格式,
    row_code as 行代码,
    col_code as 列代码,
    printed as 原文,
    status as 状态,
    value as 数值,
    value_corrected as 更正数值,
    value_effective as 采用数值,
    unit as 单位,
    reason as 更正理由,
    source as 更正依据,
    decided_by as 登记人,
    decided_on as 登记日期
from v_fact_corrected;

comment on view 更正数值 is '现行报告的每个数值，印出的与更正的并列（config/corrections.csv） / each fact of the current reports, as printed and as corrected (config/corrections.csv) side by side';
comment on column 更正数值.事实表 is '事实表名 / fact table';
comment on column 更正数值.报告编号 is '报告编号，没有报告时为空 / report id, null where there is no report';
comment on column 更正数值.机关编号 is '行政机关编号，未识别时为空 / agency id, null while unresolved';
comment on column 更正数值.机关名称 is '报告所载机关名称 / agency name as the report gives it';
comment on column 更正数值.报告年度 is '报告年度 / year that is reported on';
comment on column 更正数值.报告格式 is '报告格式编号 / statutory form';
comment on column 更正数值.行代码 is '行代码，见 dim_cell / row of the form, see dim_cell';
comment on column 更正数值.列代码 is '列代码，见 dim_cell / column of the form, see dim_cell';
comment on column 更正数值.原文 is '原文所印 / what is printed';
comment on column 更正数值.状态 is '单元格状态 / state of the cell';
comment on column 更正数值.数值 is '印出的数值，按原文单位 / figure as printed, in its unit';
comment on column 更正数值.更正数值 is '更正后的数值，未更正时为空 / corrected figure, null if nobody corrected it';
comment on column 更正数值.采用数值 is '更正数值，未更正时为印出的数值 / the corrected figure, else the printed one';
comment on column 更正数值.单位 is '数值的单位，不明时为空串 / unit of the figures, empty if none is stated';
comment on column 更正数值.更正理由 is '更正理由 / reason of the correction';
comment on column 更正数值.更正依据 is '更正依据 / where the corrected figure comes from';
comment on column 更正数值.登记人 is '更正登记人 / who registered the correction';
comment on column 更正数值.登记日期 is '更正登记日期 / on which day';
