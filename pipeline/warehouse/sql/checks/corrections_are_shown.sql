-- A fact shows a corrected figure if and only if a correction applies to its cell; its value is as
-- printed in any case.
with shown as (
    select
        report_id,
        case table_name
            when 'fact_proactive_disclosure' then 't2'
            when 'fact_requests' then 't3'
            when 'fact_disputes' then 't4'
            else 'ind'
        end as table_id,
        row_code, col_code, value_corrected as corrected
    from every_fact
    where value_corrected is not null
),

applied as (
    select report_id, table_id, row_code, col_code, corrected
    from correction
    where status = 'applied'
)

(from shown except from applied)
union all
(from applied except from shown);
