-- Tag permits, and the attempts that hold or await one.
create table tag_permit (
    tag    text collate "C" primary key check (octet_length(tag) between 1 and 1024),
    shard  int              not null,
    permit text             not null
);

create table permit_claim (
    tag          text collate "C" not null check (octet_length(tag) between 1 and 1024),
    claim        uuid             not null,
    held         boolean          not null,
    asked_millis bigint           not null,
    detail       text             not null,
    primary key (tag, claim)
);
create index permit_claim_line on permit_claim (tag, held, asked_millis, claim);
