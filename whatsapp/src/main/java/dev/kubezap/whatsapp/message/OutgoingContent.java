package dev.kubezap.whatsapp.message;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.content.Addition;
import dev.kubezap.whatsapp.content.Content;
import dev.kubezap.whatsapp.content.Contents;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Optional;
import java.util.Set;

/** What is sent, as its chat knows it. */
public sealed interface OutgoingContent {

  /** {@link OutgoingMessage#messageId()}. */
  String id();

  /** The message of a chat that it is, or that it changes. */
  StoredMessage message();

  /** A message of a chat. */
  record ChatMessage(StoredMessage message) implements OutgoingContent {
    @Override
    public String id() {
      return message.id();
    }
  }

  /**
   * It changes a message.
   *
   * @param waits whether it waits to be prepared
   * @param taken whether the server is known to have it: it is done to the message then
   * @param message the one that it changes
   * @param authorNames by which names the sender of that is known, unless it is this account
   * @param before what was done to that before
   */
  record Changing(
      String id,
      boolean waits,
      boolean taken,
      Addition addition,
      StoredMessage message,
      Set<Jid> authorNames,
      MessageAdditions before)
      implements OutgoingContent {

    /** As this account does it. */
    AdditionToMessage by(Turn turn) {
      return new AdditionToMessage(
          addition,
          turn.ownJid().account(),
          Authors.own(turn.identity()),
          true,
          message,
          message.fromMe() ? Authors.own(turn.identity()) : authorNames,
          // It was asked when the change was accepted.
          true,
          before);
    }
  }

  /** The chat by whose order it is prepared. */
  default Jid chat() {
    return message().chat();
  }

  /**
   * Reads it.
   *
   * @return empty when the message is not stored any more, or what changes it cannot be read
   */
  static Optional<OutgoingContent> read(OutgoingMessage outgoing, StateReader state) {
    if (outgoing.changes().isEmpty()) {
      return state.message(outgoing.messageId()).map(ChatMessage::new);
    }
    return state
        .message(outgoing.changes().get())
        .flatMap(target -> changing(outgoing, target, state));
  }

  private static Optional<OutgoingContent> changing(
      OutgoingMessage outgoing, StoredMessage target, StateReader state) {
    Content content;
    try {
      content = Contents.read(Message.parseFrom(outgoing.message()));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
    if (!(content instanceof Addition addition)) {
      return Optional.empty();
    }
    String id = outgoing.messageId();
    boolean prepared = state.prepared(id).isPresent();
    // What nobody addressed yet was never prepared.
    boolean waits = !prepared && outgoing.devices().isEmpty();
    return Optional.of(
        new Changing(
            id,
            waits,
            !waits && !prepared,
            addition,
            target,
            Authors.of(target, Optional.empty(), state),
            state.read(new AdditionsKey(target.id())).orElse(MessageAdditions.NONE)));
  }
}
