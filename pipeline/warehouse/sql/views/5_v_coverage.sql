-- grain: one row an agency of the register and report year in which it was there or reported
-- key: agency_id, report_year
create or replace view v_coverage as
with tonight as (
    select (max(built_at) + interval 8 hour)::date as day from build_info -- the day in China
),
homes as (
    select s.report_id, coalesce(s.source_url, p.url) as url
    from report_source as s
    left join crawl_page as p on s.source_path = p.url
    where coalesce(s.source_url, p.url) is not null
    qualify row_number() over (
        partition by s.report_id
        order by p.gone_since is not null, s.seen_at, s.source_path
    ) = 1
),
unreadable as (
    select report_id, rule_id, message_zh, message_en
    from finding
    where is_found and severity = 'fatal' and origin = 'extraction'
    qualify row_number() over (partition by report_id order by rule_id, instance) = 1
),
withdrawn as (
    select agency_id, report_year, max(report_id) as report_id
    from dim_report
    where withdrawn
    group by agency_id, report_year
),
found as (
    select
        c.agency_id,
        c.report_year,
        case when p.sha256 <> '' then 'unread' when p.outcome = 'failed' then 'failed' else 'rejected' end as state,
        p.url,
        r.report_id,
        coalesce(u.rule_id, p.reason) as reason,
        coalesce(u.message_zh, why.title_zh) as reason_zh,
        coalesce(u.message_en, why.title_en) as reason_en,
        p.detail
    from coverage as c
    inner join crawl_page as p on c.found_url = p.url
    left join dim_crawl_reason as why on p.reason = why.reason_id
    left join report_source as s on p.url = s.source_path
    left join dim_report as r on s.report_id = r.report_id and p.sha256 = r.sha256
    left join unreadable as u on r.report_id = u.report_id
    qualify row_number() over (
        partition by c.agency_id, c.report_year
        order by r.report_id is null, r.report_no
    ) = 1
),
stated as (
    select
        c.*,
        r.form_id,
        w.report_id as withdrawn_report_id,
        case
            when r.form_id is not null then if(c.gone_since is null, 'published', 'gone')
            when r.report_id is not null then 'unread'
            when w.report_id is not null then 'withdrawn'
            when found.state is not null then found.state
            when c.is_missing then 'missing'
            when c.due_on >= tonight.day then 'not_due'
            else 'not_expected'
        end as state,
        tonight.day
    from coverage as c
    cross join tonight
    left join dim_report as r on c.report_id = r.report_id
    left join withdrawn as w on c.agency_id = w.agency_id and c.report_year = w.report_year
    left join found on c.agency_id = found.agency_id and c.report_year = found.report_year
)
select
    s.agency_id,
    a.agency_name,
    a.level,
    a.coordinator as coordinator_id,
    s.report_year,
    s.state,
    s.due_on,
    s.local_on,
    s.published_on,
    case
        when s.is_missing then s.day - s.due_on
        when s.published_on > s.due_on then s.published_on - s.due_on
        when s.published_on > s.local_on then s.published_on - s.local_on
        when s.published_on is not null and s.due_on is not null then 0
    end as days_late,
    s.is_missing,
    coalesce(s.report_id, if(s.state = 'withdrawn', s.withdrawn_report_id, found.report_id)) as report_id,
    if(s.report_id is null, found.url, homes.url) as url,
    s.gone_since,
    if(s.report_id is null, found.reason, u.rule_id) as reason,
    if(s.report_id is null, found.reason_zh, u.message_zh) as reason_zh,
    if(s.report_id is null, found.reason_en, u.message_en) as reason_en,
    if(s.report_id is null, found.detail, null) as detail,
    f.finding_id,
    f.status as finding_status
from stated as s
left join dim_agency as a using (agency_id)
left join found on s.agency_id = found.agency_id and s.report_year = found.report_year
left join homes on s.report_id = homes.report_id
left join unreadable as u on s.report_id = u.report_id and s.state = 'unread'
-- The finding that says so has no report.
left join finding as f
    on
        s.is_missing
        and f.report_id is null
        and f.scope = 'series'
        and f.is_found
        and s.agency_id = f.agency_id
        and s.report_year = f.report_year
order by s.report_year desc, s.agency_id;

comment on view v_coverage is '公布情况：名录机关每年度一行，期限、是否公布、迟多少天、网址是否还在、为何没有收到 / who published by when: one row an agency of the register and year; the day, whether it is there, days late, whether its address is gone, why it is not here';
comment on column v_coverage.agency_id is '行政机关编号 / agency id';
comment on column v_coverage.agency_name is '机关名称，名录所载 / name of the agency, the register''s';
comment on column v_coverage.level is '层级，名录未载时为空串 / level, empty where the register is silent';
comment on column v_coverage.coordinator_id is '主管的政务公开机构编号，名录未载时为空串 / agency id of its coordinator, empty where the register is silent';
comment on column v_coverage.report_year is '报告年度 / year that is reported on';
comment on column v_coverage.state is '情况：published 已公布、gone 已公布但原网址已撤下、unread 有文件但读不出报告、withdrawn 已撤回、rejected 找到网页但未收、failed 找到链接但未能取得、missing 应报未报、not_due 期限未到、not_expected 不作应报（没有期限、当年未完整存续、同一地区没有其他报告，或有年度不明的报告） / published; gone (it was, its address no longer is); unread (a file in which no report could be read); withdrawn; rejected (a page was found and not kept); failed (a link was found, no answer); missing (due and not here); not_due; not_expected (no deadline, not there all year, no other report of its region, or a report of unknown year)';
comment on column v_coverage.due_on is '法定公布期限，名录未载层级时为空 / day by which it is due, null where the register tells no level';
comment on column v_coverage.local_on is '当地通知规定的更早期限，没有时为空 / earlier day that a local notice sets, null if none does';
comment on column v_coverage.published_on is '首次公布日期：各版本所载最早日期，不晚于首次收到的日期，不明时为空 / day on which it was public: the first that any revision tells, at the latest that on which it was first seen; null if none tells one';
comment on column v_coverage.days_late is '迟于期限的天数，按时为 0；应报未报的算到最近一次入库之日；无法判断时为空 / days after the day, 0 if in time; for one that is missing as of the latest load; null where nobody can tell';
comment on column v_coverage.is_missing is '是否应报未报，与问题清单一致 / whether it is expected and not there, as the findings say';
comment on column v_coverage.report_id is '现行报告编号；没有现行报告时为已撤回的报告或读不出报告的文件，再没有时为空 / its current report, else the withdrawn one or the file in which none was read, else null';
comment on column v_coverage.url is '网址，不明时为空 / address, null if unknown';
comment on column v_coverage.gone_since is '自何时起现行报告的全部网址都已撤下，协调世界时，否则为空 / since when all addresses of its current report are gone, UTC, null while they are not';
comment on column v_coverage.reason is '未收或读不出的原因编号（dim_crawl_reason 或 dim_rule），没有时为空 / id of why it was not kept or not read (dim_crawl_reason or dim_rule), null if there is none';
comment on column v_coverage.reason_zh is '原因 / the reason in Chinese';
comment on column v_coverage.reason_en is '原因的英文 / the reason in English';
comment on column v_coverage.detail is '所见情况 / what was found';
comment on column v_coverage.finding_id is '缺少报告的问题编号，没有时为空 / finding that says it is missing, null if there is none';
comment on column v_coverage.finding_status is '该问题的处理状态 / where that finding stands';
