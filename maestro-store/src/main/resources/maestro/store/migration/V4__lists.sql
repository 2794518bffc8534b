-- Lists that people filter. All of these stay as they are when a run starts: nothing they look at changes then.
alter table workflow add column owner text collate "C" not null default '';
alter table workflow add column tags text[] not null default '{}';
create index workflow_owner on workflow (owner, workflow_id) where not deleted;
create index workflow_tags on workflow using gin (tags) where not deleted;
create index workflow_modified on workflow (modify_millis, workflow_id) where not deleted;

-- One entry a run, written when it ends.
create index run_ended on run (workflow_id, status, instance_id) where not live;
