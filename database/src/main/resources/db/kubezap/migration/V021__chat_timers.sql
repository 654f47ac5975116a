-- After how many seconds messages of a direct chat disappear, 0 when they stay, and when one side has set that.
alter table chat add column ephemeral_seconds integer;
alter table chat add column ephemeral_set_at timestamptz;
