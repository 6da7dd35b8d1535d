-- Named as in the current report of the latest year. An id p-… is provisional: made from the name.
delete from dim_agency;

insert into dim_agency by name
select
    agency_id,
    coalesce(
        first(agency_name order by is_current desc, report_year desc nulls last, report_id)
            filter (where agency_name <> ''),
        ''
    ) as agency_name,
    not starts_with(agency_id, 'p-') as resolved
from dim_report
where agency_id is not null
group by agency_id
order by agency_id;
