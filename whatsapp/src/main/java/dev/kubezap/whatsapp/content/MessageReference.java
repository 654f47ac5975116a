package dev.kubezap.whatsapp.content;

import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.proto.MessageKey;
import java.util.Optional;

/**
 * Names another message, from the point of view of whoever wrote the reference.
 *
 * @param chat the chat as the writer sees it; in a direct chat that is the writer's peer
 * @param fromMe whether the writer itself sent the message
 * @param stanzaId the message's id on the wire
 * @param participant who sent it, in a group
 */
public record MessageReference(
    Optional<Jid> chat, boolean fromMe, String stanzaId, Optional<Jid> participant) {

  /** Of the protobuf; jids that are none count as absent. */
  static MessageReference of(MessageKey key) {
    return new MessageReference(
        Jid.parse(key.getRemoteJid()).map(Jid::account),
        key.getFromMe(),
        key.getId(),
        Jid.parse(key.getParticipant()).map(Jid::account));
  }

  /** As a protobuf. */
  MessageKey encode() {
    MessageKey.Builder key = MessageKey.newBuilder().setFromMe(fromMe).setId(stanzaId);
    chat.ifPresent(jid -> key.setRemoteJid(jid.toString()));
    participant.ifPresent(jid -> key.setParticipant(jid.toString()));
    return key.build();
  }
}
