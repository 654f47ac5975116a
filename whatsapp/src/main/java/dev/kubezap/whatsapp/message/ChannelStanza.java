package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.content.Addition;
import dev.kubezap.whatsapp.content.DeletionContent;
import dev.kubezap.whatsapp.content.EditContent;
import dev.kubezap.whatsapp.content.MessageReference;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.proto.Message;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a channel's stanza says, which is not encrypted: a message, or what becomes of one under
 * that one's id (PROTOCOL-2026 5).
 */
final class ChannelStanza {
  private static final Set<String> EDITS = Set.of("1", "3");
  private static final Set<String> DELETIONS = Set.of("7", "8");

  /** The last millisecond of the year 9999. */
  private static final long LATEST = 253_402_300_799_999L;

  private ChannelStanza() {}

  /** What is handled in the batch in which it comes; empty for what this version does not know. */
  static Optional<ByteString> told(Origin origin, Node stanza) {
    return isDeletion(origin, stanza)
        ? Optional.of(ByteString.EMPTY)
        : isEdit(origin, stanza) ? said(stanza) : published(origin, stanza);
  }

  /** What a channel says; empty for what is none, or changes what it said before. */
  static Optional<ByteString> published(Origin origin, Node stanza) {
    return origin.peer().isNewsletter() && stanza.attribute("edit").isEmpty()
        ? said(stanza)
        : Optional.empty();
  }

  /**
   * What is done to a message of the channel.
   *
   * @throws InvalidProtocolBufferException when what it says from now on cannot be read
   */
  static Optional<Addition> change(Origin origin, Node stanza)
      throws InvalidProtocolBufferException {
    Optional<String> id = stanza.attribute("id");
    if (id.isEmpty()) {
      return Optional.empty();
    }
    Jid channel = origin.peer();
    MessageReference target =
        new MessageReference(Optional.of(channel), false, id.get(), Optional.of(channel));
    if (isDeletion(origin, stanza)) {
      return Optional.of(new DeletionContent(target));
    }
    Optional<ByteString> said = isEdit(origin, stanza) ? said(stanza) : Optional.empty();
    return said.isPresent()
        ? Optional.of(new EditContent(target, Message.parseFrom(said.get()), editedAt(stanza)))
        : Optional.empty();
  }

  /** Whether the message is so already: what this device did may be told to it as well. */
  static boolean isDone(Addition change, MessageAdditions before) {
    return switch (change) {
      case EditContent(MessageReference _, Message message, Instant _) ->
          !before.revisions().isEmpty()
              && before.revisions().getLast().encoded().equals(message.toByteString());
      default -> before.deletion().isPresent();
    };
  }

  private static boolean isEdit(Origin origin, Node stanza) {
    return isChange(origin, stanza, EDITS);
  }

  private static boolean isDeletion(Origin origin, Node stanza) {
    return isChange(origin, stanza, DELETIONS) && !stanza.has("type", "reaction");
  }

  private static boolean isChange(Origin origin, Node stanza, Set<String> marks) {
    return origin.peer().isNewsletter()
        && stanza.attribute("edit").filter(marks::contains).isPresent();
  }

  private static Optional<ByteString> said(Node stanza) {
    return stanza.child("plaintext").flatMap(Node::bytes).filter(bytes -> !bytes.isEmpty());
  }

  /** The epoch when it is not told. */
  private static Instant editedAt(Node stanza) {
    OptionalLong told =
        stanza.child("meta").map(meta -> meta.number("msg_edit_t")).orElse(OptionalLong.empty());
    return Instant.ofEpochMilli(
        told.orElse(0) > 0 && told.orElse(0) <= LATEST ? told.orElse(0) : 0);
  }
}
