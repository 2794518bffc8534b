-- Texts that order pages collate "C": the same order in every database, whatever its locale.
-- Times are epoch milliseconds given by the engine; only a node's heartbeat uses the database's clock.

create table settings (
    only_row boolean primary key default true check (only_row),
    shards   int     not null check (shards between 1 and 4096)
);

create sequence internal_id as bigint start with 10000 minvalue 10000;

-- A commit moves next_seq where epoch and next_seq are as it knows them: the fence.
create table shard (
    id       int    primary key,
    epoch    bigint not null default 0 check (epoch >= 0),
    owner    text   not null default '',
    next_seq bigint not null default 0 check (next_seq >= 0)
) with (fillfactor = 10);

create table node (
    id          text        primary key,
    incarnation text        not null,
    address     text        not null,
    beat_at     timestamptz not null
) with (fillfactor = 50);

create table workflow (
    workflow_id      text collate "C" primary key check (octet_length(workflow_id) between 1 and 512),
    shard            int     not null,
    internal_id      bigint  not null check (internal_id >= 10000),
    latest_version   bigint  not null check (latest_version >= 0),
    active_version   bigint  not null check (active_version between 0 and latest_version),
    last_instance_id bigint  not null check (last_instance_id >= 0),
    deleted          boolean not null,
    modify_millis    bigint  not null,
    detail           text    not null,
    -- A deleted workflow of which nothing but this row is left.
    removed          boolean not null default false
) with (fillfactor = 60);
create index workflow_present on workflow (workflow_id) where not deleted;
create index workflow_in_removal on workflow (shard) where deleted and not removed;

create table workflow_version (
    internal_id   bigint not null,
    version       bigint not null check (version >= 1),
    workflow_id   text   not null,
    create_millis bigint not null,
    definition    text   not null,
    metadata      text   not null,
    primary key (internal_id, version)
);

create table properties_snapshot (
    internal_id   bigint not null,
    create_millis bigint not null,
    workflow_id   text   not null,
    snapshot      text   not null,
    primary key (internal_id, create_millis)
);

create table workflow_timeline (
    internal_id bigint not null,
    at_millis   bigint not null,
    seq         bigint not null,
    workflow_id text   not null,
    author      text   not null,
    log         text   not null,
    primary key (internal_id, at_millis, seq)
);

-- status: see StatusCode. head is written once, tail whole at each change; both see Packed.
create table run (
    run_key       bigint   primary key,
    internal_id   bigint   not null,
    instance_id   bigint   not null check (instance_id >= 1),
    run_id        bigint   not null check (run_id >= 1),
    version       bigint   not null,
    create_millis bigint   not null,
    start_millis  bigint   not null check (start_millis >= 0),
    end_millis    bigint   not null check (end_millis >= 0),
    modify_millis bigint   not null,
    shard         int      not null,
    status        smallint not null check (status between 0 and 6),
    live          boolean  not null,
    unblocked     boolean  not null,
    workflow_id   text collate "C" not null check (octet_length(workflow_id) between 1 and 512),
    uuid          text collate "C" not null check (octet_length(uuid) <= 128),
    head          bytea    not null,
    tail          bytea    not null
) with (fillfactor = 70);
create unique index run_identity on run (workflow_id, instance_id, run_id);
create unique index run_uuid on run (workflow_id, uuid);
create index run_generation on run (internal_id);
create index run_live on run (shard, run_key) where live;
create index run_counted on run (workflow_id, status) where live or (status = 5 and not unblocked);

create table step_attempt (
    run_key       bigint   not null,
    seq           bigint   not null check (seq >= 1),
    create_millis bigint   not null,
    start_millis  bigint   not null check (start_millis >= 0),
    end_millis    bigint   not null check (end_millis >= 0),
    uuid          uuid     not null,
    attempt       int      not null check (attempt >= 1),
    status        smallint not null check (status between 0 and 21),
    step_id       text collate "C" not null check (octet_length(step_id) between 1 and 512),
    detail        bytea    not null,
    primary key (run_key, step_id, attempt)
) with (fillfactor = 80);

create table event_batch (
    shard     int    not null,
    last_seq  bigint not null,
    first_seq bigint not null check (first_seq < last_seq),
    at_millis bigint not null,
    events    bytea  not null,
    primary key (shard, last_seq)
);

-- The launches of an attempt in order of their first writing.
create sequence log_launch_ordinal as bigint;
create table step_log_launch (
    run_key bigint not null,
    step_id text collate "C" not null check (octet_length(step_id) between 1 and 512),
    attempt int    not null,
    launch  text collate "C" not null check (octet_length(launch) between 1 and 256),
    ordinal bigint not null default nextval('log_launch_ordinal'),
    primary key (run_key, step_id, attempt, launch)
);
create table step_log (
    run_key bigint not null,
    step_id text collate "C" not null,
    attempt int    not null,
    launch  text collate "C" not null,
    first   bigint not null check (first >= 1),
    lines   int    not null check (lines >= 1),
    bytes   bytea  not null,
    primary key (run_key, step_id, attempt, launch, first)
);

-- Letters between shards: in by the sender's commit, out by the receiver's. Nearly always empty.
create table shard_message (
    to_shard    int    not null,
    from_shard  int    not null,
    seq         bigint not null,
    workflow_id text collate "C" not null check (octet_length(workflow_id) between 1 and 512),
    payload     text   not null,
    primary key (to_shard, from_shard, seq)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 1000);
