-- What waits to be sent is no longer always a message of a chat, so the queue itself says by which chat's order it goes.
-- Null in rows that a pod of the version before wrote: their message tells the chat.
alter table queue add column chat text;
