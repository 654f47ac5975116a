-- Two chats that turn out to be one become one in a time that does not grow with their messages. A message says how often
-- its chat had been merged into another when it was stored there, and a row here says into which the next time: no
-- message is written again.
alter table message add column chat_merges integer not null default 0;

create table chat_merge (
  session_id bigint not null,
  -- The chat whose messages they were.
  name text not null,
  -- How often it had been merged before.
  number integer not null,
  -- The chat whose messages they are.
  chat text not null,
  primary key (session_id, name, number)
);
create index chat_merge_by_chat on chat_merge (chat);
-- As in V005: estimates must not tell of one session or one number.
alter table chat_merge alter column session_id set statistics 0, alter column name set statistics 0,
  alter column chat set statistics 0;
call protect('chat_merge');
