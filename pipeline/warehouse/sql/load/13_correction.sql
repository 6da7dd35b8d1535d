-- Corrections of people, held against the current report of their agency and year: one applies while
-- its cell is printed as it was then, as the same text or the same figure. The printed value stays.
delete from correction;

insert into correction by name
with cells as (
    select
        f.agency_id,
        f.report_year,
        case f.table_name
            when 'fact_proactive_disclosure' then 't2'
            when 'fact_requests' then 't3'
            when 'fact_disputes' then 't4'
            else 'ind'
        end as table_id,
        f.row_code, f.col_code, f.printed as found, f.value, f.place
    from every_fact as f
    where f.is_current and f.agency_id in (select agency_id from staged_corrections)
)

select
    c.*,
    r.report_id,
    cells.found,
    cells.place,
    case
        when r.report_id is null then 'report_unknown'
        when cells.found is null then 'cell_unknown'
        when trim(cells.found) = c.printed then 'applied'
        when
            regexp_full_match(c.printed, '\d{1,18}(\.\d{1,6})?')
            and cells.value = try_cast(c.printed as decimal(24, 6)) then 'applied'
        else 'stale'
    end as status
from staged_corrections as c
left join (from dim_report where is_current) as r using (agency_id, report_year)
left join cells using (agency_id, report_year, table_id, row_code, col_code)
order by c.agency_id, c.report_year, c.table_id, c.row_code, c.col_code;

create or replace temp view applied_correction as
select * from correction where status = 'applied';

-- A decision that was taken back leaves nothing behind.
update fact_proactive_disclosure set value_corrected = null where value_corrected is not null;
update fact_requests set value_corrected = null where value_corrected is not null;
update fact_disputes set value_corrected = null where value_corrected is not null;
update fact_indicator set value_corrected = null where value_corrected is not null;

update fact_proactive_disclosure as f
set value_corrected = c.corrected
from applied_correction as c
where c.table_id = 't2' and f.report_id = c.report_id and f.row_code = c.row_code and f.col_code = c.col_code;

update fact_requests as f
set value_corrected = c.corrected
from applied_correction as c
where c.table_id = 't3' and f.report_id = c.report_id and f.row_code = c.row_code and f.col_code = c.col_code;

update fact_disputes as f
set value_corrected = c.corrected
from applied_correction as c
where c.table_id = 't4' and f.report_id = c.report_id and f.row_code = c.row_code and f.col_code = c.col_code;

update fact_indicator as f
set value_corrected = c.corrected
from applied_correction as c
where c.table_id = 'ind' and f.report_id = c.report_id and f.row_code = c.row_code and f.col_code = c.col_code;
