-- Who waits for a run that rests is told when it is ended, and its parent can end it.
alter table run_set_aside add column uuid text not null default '';
-- JSON; empty: nobody waits.
alter table run_set_aside add column parent text not null default '';
