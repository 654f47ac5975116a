-- When a message of ours got how far, and one that came in was read: by this server's clock, as it was stored. Null for
-- what was stored before, and for what nobody told.
alter table message add column server_at timestamptz, add column delivered_at timestamptz,
  add column read_at timestamptz, add column played_at timestamptz;
