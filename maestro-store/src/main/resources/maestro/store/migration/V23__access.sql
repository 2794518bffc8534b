-- Who may do what: tokens, grants, and the audit of both. access_version grows with each change, so that nodes notice it.
create table access_token (
    id             text collate "C" primary key,
    hash           bytea            not null,
    principal      text             not null,
    role           text             not null,
    scope          text             not null,
    name           text             not null,
    create_millis  bigint           not null,
    expires_millis bigint           not null,
    revoked_millis bigint           not null
);

create table access_grant (
    subject text collate "C" not null,
    role    text             not null,
    scope   text collate "C" not null,
    primary key (subject, role, scope)
);

create table access_version (
    only_row boolean primary key check (only_row),
    version  bigint not null
);
insert into access_version (only_row, version) values (true, 1);

create table audit (
    seq       bigint generated always as identity primary key,
    at_millis bigint not null,
    principal text   not null,
    via       text   not null,
    address   text   not null,
    verb      text   not null,
    target    text   not null,
    outcome   text   not null,
    detail    text   not null
);
create index audit_principal on audit (principal, seq);
