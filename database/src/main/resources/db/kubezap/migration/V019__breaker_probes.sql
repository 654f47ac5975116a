-- Numbers of sessions that may connect all the same: after a hold a few try before the others. A number tells nothing:
-- names are in a table whose rows each session sees of itself alone.
alter table breaker add column probes bigint[] not null default '{}';
