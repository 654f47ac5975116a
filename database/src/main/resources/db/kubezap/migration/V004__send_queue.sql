-- Which messages wait to be prepared. A table of its own, since an index on their status would have to be written again
-- with every step of every message; a message that is prepared at once never has a row here.

create table queue (
  session_id bigint not null,
  message_id uuid not null,
  primary key (session_id, message_id)
);

insert into queue select session_id, id from message where status = 'QUEUED';
drop index message_queued;
