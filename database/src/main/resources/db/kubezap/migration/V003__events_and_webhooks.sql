-- What happened, and how far each webhook has come.

create table outbox (
  session_id bigint not null,
  -- Allocated in the fenced commit, the owner's epoch in its high bits: commit order.
  sequence bigint not null,
  -- Stable over every delivery, time-ordered.
  id uuid not null,
  type text not null,
  subject text,
  at timestamptz not null,
  sealed bytea not null,
  primary key (session_id, sequence)
);
alter table outbox alter column sealed set storage external;

create table webhook (
  session_id bigint not null,
  name text not null,
  -- Every event up to here is delivered, not wanted, or has a row in webhook_delivery.
  position bigint not null,
  -- Since when nothing was delivered at all; null while it works.
  failing_since timestamptz,
  primary key (session_id, name)
) with (fillfactor = 20);

-- The exceptions: events that wait for another attempt, that wait behind one of their chat, or that were given up.
create table webhook_delivery (
  session_id bigint not null,
  webhook text not null,
  sequence bigint not null,
  subject text,
  state text not null check (state in ('waiting', 'dead')),
  attempts integer not null,
  -- Of the first in its chat; later ones wait for it.
  next_at timestamptz,
  first_attempt_at timestamptz,
  last_attempt_at timestamptz,
  last_status integer,
  last_error text,
  primary key (session_id, webhook, sequence)
) with (fillfactor = 70);

-- Fleet-wide: no row in force, connecting is allowed.
create table breaker (
  scope text primary key,
  reason text not null,
  until timestamptz not null
);
