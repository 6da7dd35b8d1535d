-- Three reports of two agencies; the first is superseded, and its path went back to it on the third
-- night, so that its source was seen anew.
insert into dim_agency values
('a1', '青禾县人民政府', true),
('p-0123456789ab', '白禾县人民政府', false);

insert into dim_report by name
select
    *,
    '政府信息公开工作年度报告' as title,
    1 as report_no,
    false as withdrawn,
    'html' as document_format,
    'utf-8' as charset,
    '' as charset_declared
from (
    values
    ('r-bb-1', 'p-0123456789ab', '白禾县人民政府', 2020, 'f2019', 'bb', null::date, timestamp '2025-11-23 18:00:00', true),
    ('r-cc-1', 'a1', '青禾县人民政府', 2022, 'f2021', 'cc', date '2023-01-09', timestamp '2025-11-24 18:00:00', true),
    ('r-aa-1', 'a1', '青禾县人民政府', 2022, 'f2021', 'aa', date '2023-01-09', timestamp '2025-11-23 18:00:00', false)
) as t (report_id, agency_id, agency_name, report_year, form_id, sha256, published_on, first_seen_at, is_current);

insert into report_source values
('r-cc-1', 'a/2022.html', null, '2025-11-24 18:00:00', 'v1'),
('r-aa-1', 'a/2022.html', null, '2025-11-25 18:00:00', 'v1'),
('r-bb-1', 'b/2020.html', null, '2025-11-23 18:00:00', 'v1');

insert into fact_requests by name
select
    report_id,
    agency_id,
    report_year,
    form_id,
    'received' as row_code,
    'total' as col_code,
    if(report_id = 'r-cc-1', 4, 2) as value,
    '件' as unit,
    'number' as status,
    'cell' as method,
    '2' as printed,
    '1,1,1' as place,
    is_current
from dim_report;

insert into finding by name
select
    'f-' || report_id as finding_id,
    report_id,
    agency_id,
    report_year,
    'T3.BAL' as rule_id,
    't3/*/total' as instance,
    'error' as severity,
    'report' as origin,
    'broken' as state,
    'open' as status
from dim_report;

insert into load_log values
('old-2', '2025-11-25 18:00:00', 'dim_report', 3, 1, 1),
('old-2', '2025-11-25 18:00:00', 'fact_requests', 3, 1, 1),
('old-2', '2025-11-25 18:00:00', 'finding', 3, 1, 1);

insert into build_info values ('old-2', '2025-11-25 18:00:00', 'v0', '', 3);
