-- How far migrations have come that go through a large table some rows at a time: whoever goes on with one begins there.
create table migration_place (
  -- Of the migration.
  version text primary key,
  -- The primary key of the last row that was visited, column by column; null at the beginning.
  place text[],
  done bigint not null,
  -- How many rows the planner took the table to have when it began.
  expected bigint not null,
  ended boolean not null default false
);
-- No session's and nobody's but the owner's: no session's role is granted anything on it, and no policy hides it.
alter table migration_place enable row level security, force row level security;
create policy everybody_reads on migration_place for select using (true);
create policy fleet on migration_place to current_user using (true);
