-- batches of message
-- The count of visits shows that no row is visited twice.
update message
   set sender_key = hashtextextended(sender, session_id), trial_visits = trial_visits + 1
 where {batch};
