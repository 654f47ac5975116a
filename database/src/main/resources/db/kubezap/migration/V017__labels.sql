-- Ids of the labels that a chat bears; what they are called stands in records, encrypted. One of them may be deleted
-- meanwhile.
alter table chat add column labels text[] not null default '{}';
