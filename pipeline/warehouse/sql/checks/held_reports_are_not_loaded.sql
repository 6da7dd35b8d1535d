-- What is held back is not loaded tonight, and belongs to a held slice or stands in a file with one
-- that does.
select 'loaded and held' as broken, report_id
from held_report
where report_id in (select report_id from staged_reports)
union all
select 'held without a slice', report_id
from held_report
where
    sha256 not in (
        select r.sha256
        from held_report as r
        semi join held_slice as s on r.source = s.source and r.form_id = s.form_id
    );
