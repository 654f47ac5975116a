-- The constraint tells that no row has to be looked at.
alter table message alter column sender_key set not null;
alter table message drop constraint sender_key_known;
