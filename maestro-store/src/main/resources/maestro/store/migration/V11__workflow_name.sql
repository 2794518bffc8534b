-- The name in a definition, escaped as it is in there, for lists that are searched by it. Definitions are written once,
-- in a canonical order of their fields; a push pays for it and nothing else does.
alter table workflow_version add column name text
    generated always as (substring(definition from '^\{"id":"(?:[^"\\]|\\.)*","name":"((?:[^"\\]|\\.)*)"')) stored;
