-- What a later version might do to the largest table: a column that stands for the sender, and an index on it. Pods of
-- the version before do not know the column, so a trigger fills it for them until no such pod is left.
alter table message add column sender_key bigint, add column trial_visits integer not null default 0;
create function trial_sender_key() returns trigger language plpgsql as $$
begin
  new.sender_key := hashtextextended(new.sender, new.session_id);
  return new;
end
$$;
create trigger trial_sender_key before insert or update of sender on message
  for each row execute function trial_sender_key();
