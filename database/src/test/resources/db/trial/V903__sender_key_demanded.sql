-- Checked for rows that come, until the next step has looked at all others.
alter table message add constraint sender_key_known check (sender_key is not null) not valid;
