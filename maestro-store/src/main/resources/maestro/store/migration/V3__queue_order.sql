-- Counts as before, and tells who is next and how many stand before a run without reading the whole queue.
drop index run_counted;
create index run_counted on run (workflow_id, status, instance_id, run_id)
    where live or (status = 5 and not unblocked);
