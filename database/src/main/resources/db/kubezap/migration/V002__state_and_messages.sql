-- What a session remembers. Every bytea named sealed or value is encrypted by the session's pod; the columns beside it
-- are what rows are found by. No foreign keys: the fence already proves that the session exists, and checking each row would cost.

create table state (
  session_id bigint not null,
  kind text not null,
  -- UTF-8: names hold what peers chose, which may hold U+0000.
  name bytea not null,
  value bytea not null,
  changed_at timestamptz not null default clock_timestamp(),
  primary key (session_id, kind, name)
) with (fillfactor = 70);
-- Ciphertext does not compress.
alter table state alter column value set storage external;

create table message (
  session_id bigint not null,
  -- Time-ordered: UUID version 7.
  id uuid not null,
  stanza_id text not null,
  chat text not null,
  chat_lid text,
  sender text not null,
  sender_device integer not null,
  from_me boolean not null,
  sent_at timestamptz not null,
  type text not null,
  status text not null,
  sealed bytea not null,
  primary key (session_id, id)
) with (fillfactor = 80);
alter table message alter column sealed set storage external;
create index message_by_chat on message (session_id, chat, sent_at, id);
create index message_by_stanza on message (session_id, stanza_id);
create index message_queued on message (session_id, id) where status = 'QUEUED';

-- What a retry receipt is answered from, and what a queued message is prepared from.
create table outgoing (
  session_id bigint not null,
  message_id uuid not null,
  stanza_id text not null,
  accepted_at timestamptz not null,
  sealed bytea not null,
  primary key (session_id, message_id)
) with (fillfactor = 80);
alter table outgoing alter column sealed set storage external;
create index outgoing_by_stanza on outgoing (session_id, stanza_id);

-- Finished stanzas without acknowledgement: few rows, large, short-lived.
create table prepared (
  session_id bigint not null,
  message_id uuid not null,
  number bigint not null,
  stanza_id text not null,
  phash text not null,
  stanza bytea not null,
  primary key (session_id, message_id)
);
alter table prepared alter column stanza set storage external;

create table chat (
  session_id bigint not null,
  id text not null,
  lid text,
  last_message_at timestamptz not null,
  unread integer not null,
  sealed_name bytea,
  -- No index on the time: it changes with every message, and a session's chats are sorted quickly.
  primary key (session_id, id)
) with (fillfactor = 60);
