-- grain: one row a source path
-- key: source_path; what was seen there last
select distinct source_path, fingerprint
from report_source
qualify seen_at = max(seen_at) over (partition by source_path)
order by source_path, fingerprint;
