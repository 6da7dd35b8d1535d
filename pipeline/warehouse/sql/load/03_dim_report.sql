-- The batch holds every source of a content that it reads, so that what it tells is all there is to
-- tell; a value that a manifest has taken back is taken back here. Whose the report is, when it was
-- first seen and whether it is current or withdrawn is decided when all reports are in.
insert into dim_report by name
select
    s.* exclude (source_path, source_url, fingerprint),
    false as is_current,
    false as withdrawn
from staged_reports as s
order by s.report_id;
