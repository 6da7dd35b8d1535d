-- The agencies of the register, and those of reports that it does not hold. A name is the
-- register's, else as in the current report of the latest year. An id p-… is provisional.
delete from dim_agency;

insert into dim_agency by name
with reported as (
    select
        agency_id,
        first(agency_name order by is_current desc, report_year desc nulls last, report_id)
            filter (where agency_name <> '') as agency_name,
        first(region order by is_current desc, report_year desc nulls last, report_id)
            filter (where region <> '') as region
    from dim_report
    where agency_id is not null
    group by agency_id
)

select
    agency_id,
    coalesce(registered.agency_name, reported.agency_name, '') as agency_name,
    not starts_with(agency_id, 'p-') as resolved,
    coalesce(registered.level, '') as level,
    coalesce(registered.parent_id, '') as parent_id,
    coalesce(registered.division_code, '') as division_code,
    registered.valid_from,
    registered.valid_to,
    coalesce(registered.coordinator, '') as coordinator,
    coalesce(reported.region, '') as region
from staged_agencies as registered
full outer join reported using (agency_id)
order by agency_id;
