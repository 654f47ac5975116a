-- Each session's pod logs in as a role of its own, kubezap_session_<session_id>, and sees that session's rows alone.
-- Whoever owns the tables (the operator, or a session that runs alone) sees all of them.

-- The session whose role this is; null for every other role. Parsed once, here, so that no search_path of a caller can
-- put other functions into it.
create function own_session() returns bigint
  language sql stable parallel safe
  return case when starts_with(current_user::text, 'kubezap_session_') then substr(current_user::text, 17)::bigint end;

-- To be called for every new table that has a session_id; and again by a new owner of the tables.
create procedure protect(in_table regclass) language plpgsql set client_min_messages = warning as $$
begin
  execute format('alter table %s enable row level security, force row level security', in_table);
  execute format('drop policy if exists own_rows on %s', in_table);
  -- A sub-select is evaluated once for a statement, not for every row.
  execute format('create policy own_rows on %s using (session_id = (select kubezap.own_session()))', in_table);
  execute format('drop policy if exists fleet on %s', in_table);
  execute format('create policy fleet on %s to %I using (true)', in_table,
    (select pg_get_userbyid(relowner) from pg_class where oid = in_table));
end
$$;
revoke execute on procedure protect from public;

call protect('session');
call protect('lease');
call protect('state');
call protect('message');
call protect('outgoing');
call protect('prepared');
call protect('queue');
call protect('chat');
call protect('outbox');
call protect('webhook');
call protect('webhook_delivery');

-- No session's: every pod reads it, the owner writes it.
alter table breaker enable row level security, force row level security;
create policy everybody_reads on breaker for select using (true);
create policy fleet on breaker to current_user using (true);

-- The tables in which the present role cannot see this session's rows, be there some or not: a policy is missing, or
-- the tables have got another owner. Null when it sees them in all.
create function hidden_tables(in_session_id bigint) returns text
  language sql stable
  begin atomic
    select string_agg(c.relname, ', ' order by c.relname)
      from pg_class c
     where c.relnamespace = 'kubezap'::regnamespace and c.relkind in ('r', 'p') and row_security_active(c.oid)
       and not exists (
         select from pg_policy p
          where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('*', 'r')
            and exists (select from unnest(p.polroles) r (oid) where r.oid = 0 or pg_has_role(r.oid, 'usage'))
            and (p.polname <> 'own_rows' or kubezap.own_session() = in_session_id));
  end;

-- As before, but rows that are hidden are told from a lease that is lost.
create or replace procedure fence(
  in_session_id bigint, in_token uuid, in_commit_no bigint, in_ttl_ms bigint, in_event_sequence bigint
) language plpgsql as $$
declare
  hidden text;
begin
  update kubezap.lease
     set commit_no = commit_no + 1,
         expires_at = clock_timestamp() + in_ttl_ms * interval '1 millisecond',
         event_sequence = in_event_sequence
   where session_id = in_session_id and token = in_token and commit_no = in_commit_no
     and event_sequence <= in_event_sequence;
  if not found then
    hidden := kubezap.hidden_tables(in_session_id);
    if hidden is not null then
      raise exception 'role % sees no rows of session % in: %', current_user, in_session_id, hidden
        using errcode = 'KZ002';
    end if;
    raise exception 'the lease of session % is not ours at commit %', in_session_id, in_commit_no
      using errcode = 'KZ001';
  end if;
end
$$;
revoke execute on procedure fence from public;

-- Statistics are of all sessions together, and EXPLAIN tells every role what the planner concludes from them: with a
-- list of common values it would tell how often a number, or a session, occurs. Every query finds its rows by the
-- primary key or by an index that begins with session_id, for which the planner needs none of these.
do $$
declare
  found record;
begin
  for found in
    select c.relname, a.attname
      from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'kubezap'::regnamespace and c.relkind = 'r' and c.relname not in ('schema_history', 'breaker')
       and a.attnum > 0 and not a.attisdropped
       and (a.attname in ('session_id', 'holder', 'token') or a.atttypid in ('text'::regtype, 'bytea'::regtype))
       and a.attname not in ('stanza_id', 'kind', 'type', 'status', 'state')
  loop
    execute format('alter table kubezap.%I alter column %I set statistics 0', found.relname, found.attname);
  end loop;
end
$$;
