-- Who owns a session. Every table begins its primary key with session_id, so that row-level security is
-- one condition and a session's rows lie together; no sequence is shared between sessions.

create table session (
  -- Random, chosen by whoever registers the session first.
  session_id bigint primary key check (session_id > 0),
  namespace text not null,
  name text not null,
  created timestamptz not null default clock_timestamp(),
  unique (namespace, name)
);

create table lease (
  session_id bigint primary key references session on delete cascade,
  -- Grows with every acquisition; the high bits of event_sequence.
  epoch bigint not null,
  -- Random per acquisition: what makes the owner's writes its own.
  token uuid not null,
  -- Grows with every commit of the owner and with every acquisition, never with a bare renewal: a renewal is
  -- committed asynchronously and may be lost in a crash of the server, this number may not.
  commit_no bigint not null,
  -- The pod's UID.
  holder text not null,
  -- By the clock of this server; '-infinity' when released.
  expires_at timestamptz not null,
  released boolean not null default false,
  event_sequence bigint not null,
  -- The row as the present owner found it.
  previous_epoch bigint not null,
  previous_commit_no bigint not null,
  previous_released boolean not null
) with (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- The first statement of every transaction of an owner. It raises KZ001 when the lease is no longer this owner's at
-- exactly this commit, which ends the transaction even when the statements after it were already sent.
create procedure fence(
  in_session_id bigint, in_token uuid, in_commit_no bigint, in_ttl_ms bigint, in_event_sequence bigint
) language plpgsql as $$
begin
  update kubezap.lease
     set commit_no = commit_no + 1,
         expires_at = clock_timestamp() + in_ttl_ms * interval '1 millisecond',
         event_sequence = in_event_sequence
   where session_id = in_session_id and token = in_token and commit_no = in_commit_no
     and event_sequence <= in_event_sequence;
  if not found then
    raise exception 'the lease of session % is not ours at commit %', in_session_id, in_commit_no
      using errcode = 'KZ001';
  end if;
end
$$;
