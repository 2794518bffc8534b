create table job_template (
    job_type text collate "C" not null check (octet_length(job_type) between 1 and 512),
    version  text collate "C" not null check (octet_length(version) between 1 and 512),
    document text             not null,
    primary key (job_type, version)
);
create index job_template_version on job_template (version, job_type);
