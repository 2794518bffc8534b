-- Iterations of loops come by the million: their rows hold only what they do not share with others of their loop.

-- Run key of an iteration that head is the difference to; 0: head is whole.
alter table run add column like_key bigint not null default 0;

-- The uuid of an iteration follows from its place: it is empty, and nobody looks for it.
drop index run_uuid;
create unique index run_uuid on run (workflow_id, uuid) where uuid <> '';

-- Most iterations succeed, and whoever wants one of those takes any: only the others are worth an entry.
drop index run_ended;
create index run_ended on run (workflow_id, status, instance_id)
    where not live and not (starts_with(workflow_id, 'maestro_foreach') or starts_with(workflow_id, 'maestro_while'));
create index iteration_ended on run (workflow_id, status, instance_id)
    where not live and status <> 6
        and (starts_with(workflow_id, 'maestro_foreach') or starts_with(workflow_id, 'maestro_while'));

-- An update of status changes an index as well, so that room beside the row is of little use.
alter table run set (fillfactor = 90);
