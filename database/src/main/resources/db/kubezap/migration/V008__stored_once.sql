-- What is stored elsewhere is not stored again.

-- An event that only tells a message's status, or that a message of which the row is here was sent, names the message
-- and its status instead of holding a document; whoever reads it gets the document all the same. Null in every other.
alter table outbox alter column sealed drop not null;
alter table outbox add column message_id uuid;
alter table outbox add column stanza_id text;
alter table outbox add column status text;

-- Which devices have a message: a bit for each, in the order of the devices that it was addressed to. A receipt writes
-- these eight bytes and not the row's encrypted part anew.
alter table outgoing add column delivered bigint not null default 0;

-- The message's own index on its stanza id leads here too.
drop index outgoing_by_stanza;
