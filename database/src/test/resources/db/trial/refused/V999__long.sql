-- Keeps a table for itself for longer than anybody may wait.
lock table message in access exclusive mode;
select pg_sleep(30);
