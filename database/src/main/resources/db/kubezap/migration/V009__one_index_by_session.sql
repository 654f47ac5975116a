-- Of a message's indexes only the primary key begins with the session. The planner knows nothing of session_id (V005): it
-- took a session for a row or two and could not tell the indexes that began with it apart, so that changing the status of
-- a few messages read all of the session's by one of them. Whoever asks by chat or by stanza names the session too.
drop index message_by_chat;
create index message_by_chat on message (chat, session_id, sent_at, id);
drop index message_by_stanza;
create index message_by_stanza on message (stanza_id, session_id);
