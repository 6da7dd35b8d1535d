-- grain: one row a source path, content and report
-- key: source_path, report_id
-- What has been read, and as what (fingerprint). A path of which a stand-in stands beside real
-- content can no longer be read: its fingerprints are void, so that it is asked again until it can,
-- and the stand-in goes. Void as well is that of a file whose reading took too long: the machine may
-- have been busy.
select
    s.source_path,
    r.sha256,
    if(
        count(distinct starts_with(r.sha256, 'unread-')) over (partition by s.source_path) = 1
        and r.report_id not in (
            select report_id from finding where rule_id = 'parse_timeout' and is_found
        ),
        s.fingerprint,
        ''
    ) as fingerprint,
    s.report_id,
    r.report_year
from report_source as s
inner join dim_report as r using (report_id)
order by s.source_path, r.sha256, s.report_id;
