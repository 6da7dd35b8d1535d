-- grain: one row a rule and group of current reports: all, of a year, of a coordinator, of both, of an agency
-- key: grouped_by, rule_id, report_year, coordinator_id, agency_id
create or replace view v_rule_rate as
with reports as (
    select
        r.report_id,
        r.report_year,
        r.agency_id,
        coalesce(r.form_id, '') as form_id,
        coalesce(a.level, '') as level,
        coalesce(a.coordinator, '') as coordinator_id,
        -- Of the year before there is a report that was read.
        exists (
            from dim_report as o
            where
                o.is_current
                and o.form_id is not null
                and o.agency_id = r.agency_id
                and o.report_year = r.report_year - 1
        ) as has_last_year
    from dim_report as r
    left join dim_agency as a using (agency_id)
    where r.is_current and not r.withdrawn
),
undecided as (
    select distinct f.report_id, f.rule_id
    from finding as f
    inner join dim_rule as u using (rule_id)
    where f.report_id is not null and u.judged_by = 'formula' and f.state = 'undecidable' and f.status in ('open', 'reopened', 'waived')
),
found as (
    select f.report_id, f.rule_id, count(*) as findings
    from finding as f
    inner join dim_rule as u using (rule_id)
    where
        f.report_id is not null
        and f.status in ('open', 'reopened')
        and (f.state = 'broken' or u.judged_by = 'code')
    group by f.report_id, f.rule_id
),
judged as (
    select distinct i.report_id, i.rule_id
    from identity_result as i
    inner join dim_rule as u using (rule_id)
    where u.judged_by = 'identity' and i.verdict <> 'undecidable'
    union all
    select r.report_id, u.rule_id
    from reports as r
    inner join dim_rule_form as rf using (form_id)
    inner join dim_rule as u using (rule_id)
    where
        u.judged_by in ('formula', 'code')
        -- What is said of a report that is not there has no rate over reports.
        and u.rule_id not in (select rule_id from finding where report_id is null)
        and (len(u.levels) = 0 or list_contains(u.levels, r.level))
        and (r.has_last_year or not u.needs_last_year)
        and (
            (r.report_id, u.rule_id) not in (select (report_id, rule_id) from undecided)
            or (r.report_id, u.rule_id) in (select (report_id, rule_id) from found)
        )
),
counted as (
    select
        case grouping(r.report_year, r.coordinator_id, r.agency_id)
            when 7 then 'all'
            when 3 then 'year'
            when 5 then 'coordinator'
            when 1 then 'year_coordinator'
            else 'agency'
        end as grouped_by,
        j.rule_id,
        r.report_year,
        r.coordinator_id,
        r.agency_id,
        count(*) as reports_judged,
        count(f.report_id) as reports_found,
        coalesce(sum(f.findings), 0)::bigint as findings_open
    from judged as j
    inner join reports as r using (report_id)
    left join found as f using (report_id, rule_id)
    group by grouping sets (
        (j.rule_id),
        (j.rule_id, r.report_year),
        (j.rule_id, r.coordinator_id),
        (j.rule_id, r.report_year, r.coordinator_id),
        (j.rule_id, r.agency_id)
    )
)
select
    c.grouped_by,
    c.rule_id,
    u.title_zh,
    u.title_en,
    u.origin,
    u.judged_by,
    c.report_year,
    c.coordinator_id,
    o.agency_name as coordinator_name,
    c.agency_id,
    a.agency_name,
    c.reports_judged,
    c.reports_found,
    c.findings_open,
    c.reports_found / c.reports_judged as rate
from counted as c
inner join dim_rule as u using (rule_id)
left join dim_agency as o on c.coordinator_id = o.agency_id
left join dim_agency as a on c.agency_id = a.agency_id
order by c.grouped_by, u.rule_order, c.report_year, c.coordinator_id, c.agency_id;

comment on view v_rule_rate is '规则检出率：每条规则在全部、各年度、各主管机构、各机关的现行报告中，判断了多少份、有问题的多少份 / rates by rule over all current reports, a year, a coordinator, both, an agency: reports judged, and of these with an open finding';
comment on column v_rule_rate.grouped_by is '统计口径：all 全部、year 年度、coordinator 主管机构、year_coordinator 年度与主管机构、agency 机关 / group: all, year, coordinator, year_coordinator, agency';
comment on column v_rule_rate.rule_id is '规则编号，长期不变 / id of the rule, stable';
comment on column v_rule_rate.title_zh is '规则名称 / title of the rule in Chinese';
comment on column v_rule_rate.title_en is '规则英文名称 / title of the rule in English';
comment on column v_rule_rate.origin is '问题来源：extraction 读取、report 报告本身 / origin: extraction (our reading) or report (the publisher''s figures)';
comment on column v_rule_rate.judged_by is '判断方式：identity 逐项有结果，判断不了的不计；formula、code 按格式、层级、有无上年报告计，说明无法判断的不计 / identity: each verdict is kept, reports that could not be decided do not count; formula, code: reports of the forms and levels that the rule is about, with a report of the year before where it needs one, without those told to be undecidable';
comment on column v_rule_rate.report_year is '报告年度，不分年度或未识别时为空 / year that is reported on, null in other groups or if not found';
comment on column v_rule_rate.coordinator_id is '主管机构编号，不分主管机构时为空，名录未载时为空串 / agency id of the coordinator, null in other groups, empty where the register is silent';
comment on column v_rule_rate.coordinator_name is '主管机构名称，没有时为空 / name of the coordinator, null if there is none';
comment on column v_rule_rate.agency_id is '行政机关编号，不分机关或未识别时为空 / agency id, null in other groups or while unresolved';
comment on column v_rule_rate.agency_name is '机关名称，不分机关时为空 / name of the agency, null in other groups';
comment on column v_rule_rate.reports_judged is '按该规则判断的现行报告份数 / current reports judged by the rule';
comment on column v_rule_rate.reports_found is '其中有未解决问题的份数 / of these, with an open finding';
comment on column v_rule_rate.findings_open is '这些报告中未解决的问题数 / open findings in these';
comment on column v_rule_rate.rate is '有问题份数除以判断份数 / reports with a finding over reports judged';
