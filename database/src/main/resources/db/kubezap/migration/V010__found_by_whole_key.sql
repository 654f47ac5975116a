-- Every statement of a session's work finds its rows by their whole key, whatever the planner believes of the tables and
-- however old its plan is. For that it must have no other way: docs/decisions/2026-11-whole-key.md.

-- The policies stay what they are, in a form that no index serves: with one that an index serves, a plan may read all rows
-- of the session by it and look for the few among them.
create or replace procedure protect(in_table regclass) language plpgsql set client_min_messages = warning as $$
begin
  execute format('alter table %s enable row level security, force row level security', in_table);
  execute format('drop policy if exists own_rows on %s', in_table);
  execute format('create policy own_rows on %s using (coalesce(session_id = kubezap.own_session(), false))', in_table);
  execute format('drop policy if exists fleet on %s', in_table);
  execute format('create policy fleet on %s to %I using (true)', in_table,
    (select pg_get_userbyid(relowner) from pg_class where oid = in_table));
end
$$;

do $$
declare
  found record;
begin
  for found in select tablename from pg_policies where schemaname = 'kubezap' and policyname = 'own_rows'
  loop
    call kubezap.protect(format('kubezap.%I', found.tablename)::regclass);
  end loop;
end
$$;

-- A message's other indexes have no column of its primary key, so that who looks for its id cannot be led through them.
-- Each begins with a number that stands for the session and what is looked for; who uses it compares both as well.
drop index message_by_chat;
drop index message_by_stanza;
alter table message
  add column chat_key bigint not null generated always as (hashtextextended(chat, session_id)) stored,
  add column stanza_key bigint not null generated always as (hashtextextended(stanza_id, session_id)) stored;
-- As in V005: estimates must not tell of one session or one number.
alter table message alter column chat_key set statistics 0, alter column stanza_key set statistics 0;
create index message_by_chat on message (chat_key, sent_at);
create index message_by_stanza on message (stanza_key);

-- Few rows, of which each lives for some milliseconds: without this a table that is small grows to a multiple of itself
-- between two visits.
alter table prepared set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
alter table queue set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
