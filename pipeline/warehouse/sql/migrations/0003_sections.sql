-- The sections of the prose are kept from now on; earlier reports get theirs when they are read again.
create table report_section (
    report_id varchar,
    section_no bigint,
    section_id varchar,
    number bigint,
    heading varchar,
    place varchar,
    character_count bigint,
    text_signature uinteger[]
);
