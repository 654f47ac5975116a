-- online
alter table message validate constraint sender_key_known;
create index concurrently trial_message_by_sender on message (sender_key, sent_at);
