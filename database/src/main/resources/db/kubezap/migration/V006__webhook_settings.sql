-- Webhooks that were made through the API: their address, headers and keys, encrypted. Null for those that the
-- resource declares, of which only the place in the outbox is kept.
alter table webhook add column sealed bytea;
alter table webhook alter column sealed set storage external, alter column sealed set statistics 0;
