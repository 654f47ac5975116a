-- How the account keeps a chat: archived, pinned, muted, marked as unread. What came until cleared_at is not shown;
-- a chat that is deleted is not shown until something comes after that.
alter table chat
  add column archived boolean not null default false,
  add column pinned_at timestamptz,
  add column muted_until timestamptz,
  add column marked_unread boolean not null default false,
  add column cleared_at timestamptz,
  add column deleted boolean not null default false;

-- Whether this account starred a message; its additions have it too.
alter table message add column starred boolean not null default false;
