-- Runs and messages that cannot go on: they rest here until somebody ends or releases them, or a version of the program
-- can deal with them. Nearly always empty.
create table run_set_aside (
    run_key     bigint   primary key,
    shard       int      not null,
    workflow_id text collate "C" not null,
    instance_id bigint   not null,
    run_id      bigint   not null,
    cause       text     not null,
    reason      text     not null,
    -- The run's and its live iterations', separated by commas.
    run_keys    text     not null,
    version     text     not null,
    at_millis   bigint   not null
);
create index run_set_aside_workflow on run_set_aside (workflow_id, instance_id);

create table shard_message_set_aside (
    to_shard    int    not null,
    from_shard  int    not null,
    seq         bigint not null,
    workflow_id text collate "C" not null,
    payload     text   not null,
    reason      text   not null,
    version     text   not null,
    at_millis   bigint not null,
    primary key (to_shard, from_shard, seq)
);
