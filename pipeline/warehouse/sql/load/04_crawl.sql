-- What the crawls know tonight takes the place of what they knew: the ledger beside the store keeps it
-- all.
delete from crawl_page;

insert into crawl_page by name
from staged_crawl_pages
order by url;

delete from crawl_log;

insert into crawl_log by name
from staged_crawl_log
order by started_at, crawl_id, what, detail;

delete from dim_crawl_reason;

insert into dim_crawl_reason by name
from staged_crawl_reasons
order by reason_id;
