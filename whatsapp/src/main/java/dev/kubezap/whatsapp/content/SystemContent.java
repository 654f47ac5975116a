package dev.kubezap.whatsapp.content;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.proto.StoredSystemContent;
import java.util.List;
import java.util.Optional;

/**
 * What happened to a chat, such as somebody joining a group: told by the service, not written by
 * anybody, and never part of a message that comes in.
 *
 * @param kind what happened, such as {@code added}
 * @param by who did it, when that is told
 * @param participants to whom it was done
 * @param value what is so now: a text, {@code on} or {@code off}, seconds
 */
public record SystemContent(
    String kind, Optional<Jid> by, List<Jid> participants, Optional<String> value)
    implements Content {

  public SystemContent {
    participants = List.copyOf(participants);
  }

  @Override
  public String type() {
    return kind;
  }

  /** The stored form. */
  public ByteString encode() {
    StoredSystemContent.Builder stored = StoredSystemContent.newBuilder().setKind(kind);
    by.ifPresent(jid -> stored.setBy(jid.toString()));
    participants.forEach(jid -> stored.addParticipant(jid.toString()));
    value.ifPresent(stored::setValue);
    return stored.build().toByteString();
  }

  /** What the stored form says; {@code not-a-message} when it is none. */
  public static Content decode(ByteString encoded) {
    try {
      StoredSystemContent stored = StoredSystemContent.parseFrom(encoded);
      return new SystemContent(
          stored.getKind(),
          stored.hasBy() ? Jid.parse(stored.getBy()) : Optional.empty(),
          stored.getParticipantList().stream().flatMap(text -> Jid.parse(text).stream()).toList(),
          stored.hasValue() ? Optional.of(stored.getValue()) : Optional.empty());
    } catch (InvalidProtocolBufferException e) {
      return new UnreadableContent("not-a-message");
    }
  }

  /** Hides the value. */
  @Override
  public String toString() {
    return "SystemContent[" + kind + "]";
  }
}
