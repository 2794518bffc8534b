-- Lists of instances over all workflows, in order of their creation: see docs/decisions/instance-lists.md.

-- How long after its instance's first run a run was created: so create_millis - later_millis is when the instance was.
alter table run add column later_millis bigint not null default 0;
update run r set later_millis = r.create_millis - f.create_millis
    from run f
    where r.run_id > 1 and f.workflow_id = r.workflow_id and f.instance_id = r.instance_id and f.run_id = 1;

-- Who or what started it: see RunLabels. Empty for iterations, and for what was started before this column was there.
alter table run add column started_by text collate "C" not null default '';

create index run_born on run (status, (create_millis - later_millis), internal_id, instance_id)
    where not (starts_with(workflow_id, 'maestro_foreach') or starts_with(workflow_id, 'maestro_while'));
create index run_started_by on run (started_by, (create_millis - later_millis), internal_id, instance_id)
    where started_by <> '';

-- Also finds the runs to remove with a workflow; iterations keep the smaller index for that.
drop index run_generation;
create index run_of_workflow on run (internal_id, status, (create_millis - later_millis), instance_id)
    where not (starts_with(workflow_id, 'maestro_foreach') or starts_with(workflow_id, 'maestro_while'));
create index iteration_generation on run (internal_id)
    where starts_with(workflow_id, 'maestro_foreach') or starts_with(workflow_id, 'maestro_while');

-- Runtime tags: most runs have none, and pay nothing.
create table run_tag (
    internal_id bigint not null,
    born_millis bigint not null,
    instance_id bigint not null,
    run_key     bigint not null,
    tag         text collate "C" not null check (octet_length(tag) between 1 and 1024),
    primary key (run_key, tag)
);
create index run_tag_born on run_tag (tag, born_millis, internal_id, instance_id);
create index run_tag_of_workflow on run_tag (internal_id, tag, born_millis, instance_id);

