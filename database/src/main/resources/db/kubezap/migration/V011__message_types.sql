-- Types of messages are the API's names. Until now a kind that was not interpreted went by the name of its protobuf
-- field, and what changes another message (a reaction, an edit) was stored as a message of its own and raised unread
-- counts. What such a row says is read from its protobuf, so only the name has to change. Voice notes and animations
-- cannot be told from sounds and videos here, since contents are encrypted; their documents tell.
update message set type = case
    when type = 'imageMessage' then 'image'
    when type = 'videoMessage' then 'video'
    when type = 'ptvMessage' then 'videoNote'
    when type = 'audioMessage' then 'audio'
    when type = 'documentMessage' then 'document'
    when type = 'stickerMessage' then 'sticker'
    when type in ('contactMessage', 'contactsArrayMessage') then 'contact'
    when type = 'locationMessage' then 'location'
    when type = 'liveLocationMessage' then 'liveLocation'
    when type in ('pollCreationMessage', 'pollCreationMessageV2', 'pollCreationMessageV3') then 'poll'
    when type = 'eventMessage' then 'event'
    when type = 'groupInviteMessage' then 'groupInvite'
    when type = 'listMessage' then 'list'
    when type = 'buttonsMessage' then 'buttons'
    when type in ('listResponseMessage', 'buttonsResponseMessage') then 'choice'
    when type in ('reactionMessage', 'pollUpdateMessage', 'pinInChatMessage', 'protocolMessage', 'empty',
                  'field-51', 'field-56', 'field-58', 'field-82') then 'system'
    else 'unknown'
  end
 where type not in ('text', 'unreadable');

-- The newest messages of a chat that came in are the unread ones.
update chat c set unread = c.unread - s.additions
  from (select n.session_id, n.id, count(*) filter (where n.type = 'system') additions
          from (select c.session_id, c.id, c.unread, m.type,
                       row_number() over (partition by c.session_id, c.id order by m.sent_at desc, m.id desc) place
                  from chat c join message m on m.session_id = c.session_id and m.chat = c.id
                 where c.unread > 0 and not m.from_me and m.status in ('RECEIVED', 'READ')) n
         where n.place <= n.unread
         group by n.session_id, n.id) s
 where s.session_id = c.session_id and s.id = c.id and s.additions > 0;
