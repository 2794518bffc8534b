-- What is to be called because a run ended, and how that went; gone with the run.
create table hook_call (
    run_key     bigint not null references run on delete cascade,
    ordinal     int    not null,
    workflow_id text collate "C" not null,
    instance_id bigint not null,
    run_id      bigint not null,
    event       text   not null,
    hook        text   not null,
    facts       text   not null,
    at_millis   bigint not null,
    status      text   not null default 'PENDING',
    attempts    int    not null default 0,
    -- When it is to be tried; 0: never again.
    due_millis  bigint not null,
    -- The node that tries it, or should; empty: any.
    node        text   not null default '',
    answer      text   not null default '',
    end_millis  bigint not null default 0,
    primary key (run_key, ordinal)
);
create index hook_call_due on hook_call (due_millis) where due_millis > 0;
