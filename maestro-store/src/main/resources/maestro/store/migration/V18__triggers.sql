-- Schedules that are due, and workflows whose triggers are to be taken up: those that were active before this version.
alter table workflow
    add column due_millis       bigint not null default 0,
    add column triggers_version bigint not null default 0;
create index workflow_triggered on workflow (shard, workflow_id)
    where due_millis > 0 or triggers_version <> active_version;
