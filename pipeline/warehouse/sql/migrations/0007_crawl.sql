-- What a crawl knows and left behind, and who was to publish by when. Comments come with sql/tables; the
-- first night fills all of it, and judges every series anew, for what it is based on has grown.
create table crawl_page (
    url varchar,
    source_id varchar,
    kind varchar,
    final_url varchar,
    found_on varchar,
    title varchar,
    published_on date,
    agency_id varchar,
    report_year bigint,
    attached_to varchar,
    outcome varchar,
    reason varchar,
    detail varchar,
    status bigint,
    charset varchar,
    sha256 varchar,
    etag varchar,
    last_modified varchar,
    first_seen_at timestamp,
    last_visited_at timestamp,
    gone_since timestamp
);

create table crawl_log (
    crawl_id varchar,
    started_at timestamp,
    ended_at timestamp,
    outcome varchar,
    what varchar,
    detail varchar,
    pages bigint
);

create table dim_crawl_reason (
    reason_id varchar,
    title_zh varchar,
    title_en varchar,
    means varchar
);

create table coverage (
    agency_id varchar,
    report_year bigint,
    rule_id varchar,
    due_on date,
    local_on date,
    source varchar,
    local_source varchar,
    report_id varchar,
    published_on date,
    is_missing boolean,
    found_url varchar,
    gone_since timestamp
);
