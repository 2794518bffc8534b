-- Signals: names with their numbering, instances, their params as they are matched, and who listens.
create table signal (
    signal_key bigint primary key,
    shard      int              not null,
    name       text collate "C" not null unique check (octet_length(name) between 1 and 1024),
    last_seq   bigint           not null,
    busy       boolean          not null,
    detail     text             not null
) with (fillfactor = 50);
create index signal_busy on signal (shard) where busy;

create table signal_instance (
    signal_key     bigint           not null,
    seq            bigint           not null,
    instance_id    text collate "C" not null check (octet_length(instance_id) between 1 and 256),
    create_millis  bigint           not null,
    request_millis bigint           not null,
    params         text             not null,
    payload        bytea            not null,
    primary key (signal_key, seq)
);
create unique index signal_instance_id on signal_instance (signal_key, instance_id);

-- Values are written so that their bytes have the order of matching: 'a' and the text, 'b' and 16 hex digits.
create table signal_param (
    signal_key bigint           not null,
    param      text collate "C" not null,
    value      text collate "C" not null,
    seq        bigint           not null,
    primary key (signal_key, param, value, seq)
);

create table signal_listener (
    signal_key bigint           not null,
    listener   text collate "C" not null check (octet_length(listener) between 1 and 512),
    detail     text             not null,
    primary key (signal_key, listener)
);
