-- Whether a message was deleted for everyone, to find it by; who did and when stands in its additions. Those that were
-- deleted before count as not deleted here, since their additions are encrypted.
alter table message add column deleted boolean not null default false;

-- Messages by what their callers gave them. The label stands for a name and a value; the message itself has both,
-- encrypted. Who reads the database can try whether a message has a value that they guess, as with phone numbers.
create table message_metadata (
  session_id bigint not null,
  label bigint not null,
  message_id uuid not null,
  primary key (session_id, label, message_id)
);
-- As in V005: estimates must not tell of one session or one label.
alter table message_metadata alter column session_id set statistics 0, alter column label set statistics 0;
call protect('message_metadata');
