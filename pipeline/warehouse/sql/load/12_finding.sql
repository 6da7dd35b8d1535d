insert into finding by name
select
    left(sha256(concat_ws(chr(31), s.report_id, s.rule_id, s.instance, s.state)), 32) as finding_id,
    s.*,
    r.agency_id,
    r.report_year,
    'open' as status
from staged_findings as s
left join dim_report as r using (report_id)
order by s.report_id, s.rule_id, s.instance, s.state;
