package dev.kubezap.whatsapp.content;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.proto.FutureProofMessage;
import dev.kubezap.whatsapp.proto.Message;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads what a decrypted {@code Message} says: the one list of kinds. */
public final class Contents {
  /** Wrappers in wrappers are unwrapped to this depth; deeper nesting is kept as it came. */
  private static final int MAXIMUM_WRAPPERS = 4;

  /** Milliseconds beyond this are nobody's time. */
  private static final long LATEST_MILLIS = 253_402_300_799_999L;

  /** A message is of the first kind that reads it. */
  private static final List<Function<Message, Optional<Content>>> KINDS =
      List.of(
          TextContent::read,
          ImageContent::read,
          VideoContent::read,
          AudioContent::read,
          DocumentContent::read,
          StickerContent::read,
          LocationContent::read,
          LiveLocationContent::read,
          ContactContent::read,
          PollContent::read,
          EventContent::read,
          GroupInviteContent::read,
          ListContent::read,
          ButtonsContent::read,
          ChoiceContent::read,
          ReactionContent::read,
          EditContent::read,
          DeletionContent::read,
          VoteContent::read,
          PinContent::read,
          SealedAddition::read,
          ProtocolContent::read);

  private Contents() {}

  /** What it says. */
  public static Content read(Message message) {
    Message inner = unwrapped(message);
    if (inner.hasProtocolMessage()) {
      // A command is never a message, whatever else is in it.
      return commands(inner);
    }
    for (Function<Message, Optional<Content>> kind : KINDS) {
      Optional<Content> read = kind.apply(inner);
      if (read.isPresent()) {
        return read.get();
      }
    }
    return UnknownKinds.name(inner.toByteString())
        .<Content>map(UnknownContent::new)
        .orElseGet(() -> new KeysOnly(inner.hasSenderKeyDistributionMessage()));
  }

  private static Content commands(Message message) {
    return EditContent.read(message)
        .or(() -> DeletionContent.read(message))
        .or(() -> TimerContent.read(message))
        .or(() -> ProtocolContent.read(message))
        .orElseThrow();
  }

  /** What stored bytes say; {@code not-a-message} when they are none. */
  public static Content read(ByteString encoded) {
    try {
      return read(Message.parseFrom(encoded));
    } catch (InvalidProtocolBufferException e) {
      return new UnreadableContent("not-a-message");
    }
  }

  /** Without the wrappers that tell how a message is shown (PROTOCOL-2026 5). */
  static Message unwrapped(Message message) {
    Message inner = message;
    for (int depth = 0; depth < MAXIMUM_WRAPPERS; depth++) {
      Optional<FutureProofMessage> wrapper = wrapper(inner);
      if (wrapper.isEmpty()) {
        break;
      }
      inner = wrapper.get().getMessage();
    }
    return inner;
  }

  private static Optional<FutureProofMessage> wrapper(Message message) {
    if (message.hasEphemeralMessage()) {
      return Optional.of(message.getEphemeralMessage());
    }
    if (message.hasViewOnceMessage()) {
      return Optional.of(message.getViewOnceMessage());
    }
    if (message.hasViewOnceMessageV2()) {
      return Optional.of(message.getViewOnceMessageV2());
    }
    if (message.hasViewOnceMessageV2Extension()) {
      return Optional.of(message.getViewOnceMessageV2Extension());
    }
    if (message.hasDocumentWithCaptionMessage()) {
      return Optional.of(message.getDocumentWithCaptionMessage());
    }
    if (message.hasEditedMessage()) {
      return Optional.of(message.getEditedMessage());
    }
    return message.hasPollCreationMessageV4()
        ? Optional.of(message.getPollCreationMessageV4())
        : Optional.empty();
  }

  /** In the wrapper that makes readers show it once, if it is so. */
  static Message viewOnce(boolean once, Message message) {
    return once
        ? Message.newBuilder()
            .setViewOnceMessage(FutureProofMessage.newBuilder().setMessage(message))
            .build()
        : message;
  }

  /** A sender's time; 1970 when it is none. */
  static Instant millis(long sinceEpoch) {
    return Instant.ofEpochMilli(sinceEpoch > 0 && sinceEpoch <= LATEST_MILLIS ? sinceEpoch : 0);
  }
}
