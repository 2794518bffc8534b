-- Definitions as they were pushed, for editors. Written beside the commit of a version, and gone with the version.
create table workflow_source (
    internal_id bigint not null,
    version     bigint not null,
    media_type  text   not null,
    source      bytea  not null,
    primary key (internal_id, version),
    foreign key (internal_id, version) references workflow_version on delete cascade
);
