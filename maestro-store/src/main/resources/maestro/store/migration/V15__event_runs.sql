-- Which runs a batch tells of, 6 bytes each (see FeedCodec), so that one run's events are found without reading those of
-- all others. Empty: written by an earlier version.
alter table event_batch add column runs bytea;
