-- grain: one row a rule and group of current reports: all, of a year, of a coordinator, of both, of an agency; v_rule_rate with Chinese names
-- key: 统计口径, 规则编号, 报告年度, 主管机构编号, 机关编号
create or replace view 规则检出率 as
select
    grouped_by as 统计口径,
    rule_id as 规则编号,
    title_zh as 规则名称,
    title_en as 规则英文名称,
    origin as 问题来源,
    judged_by as 判断方式,
    report_year as 报告年度,
    coordinator_id as 主管机构编号,
    coordinator_name as 主管机构,
    agency_id as 机关编号,
    agency_name as 机关名称,
    reports_judged as 判断份数,
    reports_found as 有问题份数,
    findings_open as 问题数,
    rate as 检出率
from v_rule_rate;

comment on view 规则检出率 is '规则检出率：每条规则在全部、各年度、各主管机构、各机关的现行报告中，判断了多少份、有问题的多少份 / rates by rule over all current reports, a year, a coordinator, both, an agency: reports judged, and of these with an open finding';
comment on column 规则检出率.统计口径 is '统计口径：all 全部、year 年度、coordinator 主管机构、year_coordinator 年度与主管机构、agency 机关 / group: all, year, coordinator, year_coordinator, agency';
comment on column 规则检出率.规则编号 is '规则编号，长期不变 / id of the rule, stable';
comment on column 规则检出率.规则名称 is '规则名称 / title of the rule in Chinese';
comment on column 规则检出率.规则英文名称 is '规则英文名称 / title of the rule in English';
comment on column 规则检出率.问题来源 is '问题来源：extraction 读取、report 报告本身 / origin: extraction (our reading) or report (the publisher''s figures)';
comment on column 规则检出率.判断方式 is '判断方式：identity 逐项有结果，判断不了的不计；formula、code 按格式、层级、有无上年报告计，说明无法判断的不计 / identity: each verdict is kept, reports that could not be decided do not count; formula, code: reports of the forms and levels that the rule is about, with a report of the year before where it needs one, without those told to be undecidable';
comment on column 规则检出率.报告年度 is '报告年度，不分年度或未识别时为空 / year that is reported on, null in other groups or if not found';
comment on column 规则检出率.主管机构编号 is '主管机构编号，不分主管机构时为空，名录未载时为空串 / agency id of the coordinator, null in other groups, empty where the register is silent';
comment on column 规则检出率.主管机构 is '主管机构名称，没有时为空 / name of the coordinator, null if there is none';
comment on column 规则检出率.机关编号 is '行政机关编号，不分机关或未识别时为空 / agency id, null in other groups or while unresolved';
comment on column 规则检出率.机关名称 is '机关名称，不分机关时为空 / name of the agency, null in other groups';
comment on column 规则检出率.判断份数 is '按该规则判断的现行报告份数 / current reports judged by the rule';
comment on column 规则检出率.有问题份数 is '其中有未解决问题的份数 / of these, with an open finding';
comment on column 规则检出率.问题数 is '这些报告中未解决的问题数 / open findings in these';
comment on column 规则检出率.检出率 is '有问题份数除以判断份数 / reports with a finding over reports judged';
