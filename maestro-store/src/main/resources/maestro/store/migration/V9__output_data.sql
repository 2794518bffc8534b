-- What external jobs handed back: written by them, read when their step ends.
create table output_data (
    job_type      text collate "C" not null check (octet_length(job_type) between 1 and 512),
    job_id        text collate "C" not null check (octet_length(job_id) between 1 and 1024),
    workflow_id   text             not null,
    payload       text             not null,
    create_millis bigint           not null,
    modify_millis bigint           not null,
    primary key (job_type, job_id)
);
