-- grain: one row a change of layout that this file has been through
-- key: number
create table if not exists schema_migration (
    number bigint,
    name varchar,
    sha256 varchar,
    applied_at timestamp
);

comment on table schema_migration is '库结构变更记录，每次变更一行 / changes of layout that this file has been through, one row each';
comment on column schema_migration.number is '变更序号，从 1 起 / number of the change, from 1';
comment on column schema_migration.name is '变更名称 / name of the change';
comment on column schema_migration.sha256 is '变更语句的 SHA-256 / SHA-256 of its statements';
comment on column schema_migration.applied_at is '变更时间，协调世界时 / when it was applied, UTC';
