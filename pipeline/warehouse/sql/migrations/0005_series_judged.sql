-- Rules over several reports are judged at the load: what each series was when it was judged. Comments
-- come with sql/tables; the first night judges everything.
create table series_judged (
    agency_id varchar,
    report_year bigint,
    report_id varchar,
    basis varchar,
    run_id varchar
);
