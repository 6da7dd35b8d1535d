-- grain: one row an agency of the register and report year; v_coverage with Chinese names
-- key: 机关编号, 报告年度
create or replace view 公布情况 as
select
    agency_id as 机关编号,
    agency_name as 机关名称,
    level as 层级,
    coordinator_id as 主管机构编号,
    report_year as 报告年度,
    state as 情况,
    due_on as 公布期限,
    local_on as 当地期限,
    published_on as 公布日期,
    days_late as 迟报天数,
    is_missing as 应报未报,
    report_id as 报告编号,
    url as 网址,
    gone_since as 撤下时间,
    reason as 原因编号,
    reason_zh as 原因,
    reason_en as 英文原因,
    detail as 所见情况,
    finding_id as 问题编号,
    finding_status as 处理状态
from v_coverage;

comment on view 公布情况 is '公布情况：名录机关每年度一行，期限、是否公布、迟多少天、网址是否还在、为何没有收到 / who published by when: one row an agency of the register and year; the day, whether it is there, days late, whether its address is gone, why it is not here';
comment on column 公布情况.机关编号 is '行政机关编号 / agency id';
comment on column 公布情况.机关名称 is '机关名称，名录所载 / name of the agency, the register''s';
comment on column 公布情况.层级 is '层级，名录未载时为空串 / level, empty where the register is silent';
comment on column 公布情况.主管机构编号 is '主管的政务公开机构编号，名录未载时为空串 / agency id of its coordinator, empty where the register is silent';
comment on column 公布情况.报告年度 is '报告年度 / year that is reported on';
comment on column 公布情况.情况 is '情况：published 已公布、gone 已公布但原网址已撤下、unread 有文件但读不出报告、withdrawn 已撤回、rejected 找到网页但未收、failed 找到链接但未能取得、missing 应报未报、not_due 期限未到、not_expected 不作应报（没有期限、当年未完整存续、同一地区没有其他报告，或有年度不明的报告） / published; gone (it was, its address no longer is); unread (a file in which no report could be read); withdrawn; rejected (a page was found and not kept); failed (a link was found, no answer); missing (due and not here); not_due; not_expected (no deadline, not there all year, no other report of its region, or a report of unknown year)';
comment on column 公布情况.公布期限 is '法定公布期限，名录未载层级时为空 / day by which it is due, null where the register tells no level';
comment on column 公布情况.当地期限 is '当地通知规定的更早期限，没有时为空 / earlier day that a local notice sets, null if none does';
comment on column 公布情况.公布日期 is '首次公布日期：各版本所载最早日期，不晚于首次收到的日期，不明时为空 / day on which it was public: the first that any revision tells, at the latest that on which it was first seen; null if none tells one';
comment on column 公布情况.迟报天数 is '迟于期限的天数，按时为 0；应报未报的算到最近一次入库之日；无法判断时为空 / days after the day, 0 if in time; for one that is missing as of the latest load; null where nobody can tell';
comment on column 公布情况.应报未报 is '是否应报未报，与问题清单一致 / whether it is expected and not there, as the findings say';
comment on column 公布情况.报告编号 is '现行报告编号；没有现行报告时为已撤回的报告或读不出报告的文件，再没有时为空 / its current report, else the withdrawn one or the file in which none was read, else null';
comment on column 公布情况.网址 is '网址，不明时为空 / address, null if unknown';
comment on column 公布情况.撤下时间 is '自何时起现行报告的全部网址都已撤下，协调世界时，否则为空 / since when all addresses of its current report are gone, UTC, null while they are not';
comment on column 公布情况.原因编号 is '未收或读不出的原因编号（dim_crawl_reason 或 dim_rule），没有时为空 / id of why it was not kept or not read (dim_crawl_reason or dim_rule), null if there is none';
comment on column 公布情况.原因 is '原因 / the reason in Chinese';
comment on column 公布情况.英文原因 is '原因的英文 / the reason in English';
comment on column 公布情况.所见情况 is '所见情况 / what was found';
comment on column 公布情况.问题编号 is '缺少报告的问题编号，没有时为空 / finding that says it is missing, null if there is none';
comment on column 公布情况.处理状态 is '该问题的处理状态 / where that finding stands';
