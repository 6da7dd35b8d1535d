-- grain: one row an open finding about our reading, or a slice that is held back
-- key: rule_id, instance, report_id
create or replace view v_queue_operator as
with first_source as (
    select report_id, source_path, source_url
    from report_source
    qualify row_number() over (partition by report_id order by seen_at, source_path) = 1
),
began as (
    select
        if(agency_id is null or report_year is null, report_id, concat_ws('/', agency_id, report_year)) as series,
        rule_id, instance, state,
        max(event_at) as since
    from finding_event
    where event in ('new', 'reopened', 'unwaived')
    group by all
)
select
    case severity when 'fatal' then 1 when 'error' then 2 when 'warning' then 3 else 4 end as urgency,
    f.severity,
    f.rule_id,
    f.instance,
    f.message_zh,
    f.message_en,
    f.agency_id,
    coalesce(nullif(a.agency_name, ''), r.agency_name) as agency_name,
    f.report_year,
    f.place,
    f.printed,
    s.source_path,
    s.source_url,
    r.member,
    f.status,
    began.since,
    f.finding_id,
    f.report_id
from finding as f
left join dim_report as r using (report_id)
left join dim_agency as a on f.agency_id = a.agency_id
left join first_source as s using (report_id)
left join began
    on
        began.series
        = if(f.agency_id is null or f.report_year is null, f.report_id, concat_ws('/', f.agency_id, f.report_year))
        and f.rule_id = began.rule_id
        and f.instance = began.instance
        and f.state = began.state
where
    f.origin = 'extraction'
    and f.status in ('open', 'reopened')
    -- A sum that cannot be decided because we lost its cells is no work of its own: what is said of
    -- the cells of that table is. (identity_result keeps its verdict.)
    and not (
        f.state = 'undecidable'
        and exists (
            from finding as cause
            where
                cause.report_id = f.report_id
                and cause.origin = 'extraction'
                and cause.status in ('open', 'reopened')
                and cause.state = 'broken'
                and cause.severity <> 'info'
                and split_part(cause.instance, '/', 1) = split_part(f.instance, '/', 1)
        )
    )
union all by name
select
    -- Before all others: it keeps whole reports from the readers.
    0 as urgency,
    severity,
    rule_id,
    source || '/' || form_id as instance,
    message_zh,
    message_en,
    'held' as status,
    held_since as since
from held_slice
order by urgency, rule_id, agency_name, report_year, instance;

comment on view v_queue_operator is '运维待办：未解决的读取问题与暂缓入库的批次，最严重的在前 / the operator''s queue: open findings about our reading, and slices held back, the gravest first';
comment on column v_queue_operator.urgency is '0 暂缓批次、1 无法入库、2 错误、3 警告、4 提示 / 0 slice held back, 1 fatal, 2 error, 3 warning, 4 info';
comment on column v_queue_operator.severity is '严重程度：fatal、error、warning、info / severity';
comment on column v_queue_operator.rule_id is '规则编号，长期不变 / id of the rule, stable';
comment on column v_queue_operator.instance is '规则适用的行、列或单元格 / what of the rule: a row, a column or a cell';
comment on column v_queue_operator.message_zh is '中文说明 / message in Chinese';
comment on column v_queue_operator.message_en is '英文说明 / message in English';
comment on column v_queue_operator.agency_id is '行政机关编号，未识别时为空 / agency id, null while unresolved';
comment on column v_queue_operator.agency_name is '机关名称：名录所载，否则报告所载 / name of the agency, the register''s, else the report''s';
comment on column v_queue_operator.report_year is '报告年度 / year that is reported on';
comment on column v_queue_operator.place is '在原文件中的位置：表号、行、列，或行号、字符位置 / place in the file: grid, row, column, or line, position';
comment on column v_queue_operator.printed is '原文所印 / what is printed';
comment on column v_queue_operator.source_path is '最早收到该文件的路径 / path at which the file was first seen';
comment on column v_queue_operator.source_url is '该来源的网址，不明时为空 / address of that source, null if unknown';
comment on column v_queue_operator.member is '报告在压缩包内的路径，单独的文件为空串 / path of its file within an archive, empty for a file by itself';
comment on column v_queue_operator.status is '处理状态：open 待处理、reopened 再次出现、held 暂缓入库 / open, reopened, held (a slice that is held back)';
comment on column v_queue_operator.since is '列为待处理的时间，协调世界时 / since when it is open, UTC';
comment on column v_queue_operator.finding_id is '问题编号，暂缓批次为空 / finding id, null for a held slice';
comment on column v_queue_operator.report_id is '报告编号，没有报告时为空 / report id, null where there is no report';
