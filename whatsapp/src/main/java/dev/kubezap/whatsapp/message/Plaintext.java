package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageContent;
import dev.kubezap.whatsapp.proto.ContextInfo;
import dev.kubezap.whatsapp.proto.ExtendedTextMessage;
import dev.kubezap.whatsapp.proto.FutureProofMessage;
import dev.kubezap.whatsapp.proto.Message;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a decrypted {@code Message} says. */
final class Plaintext {

  /** Wrappers in wrappers are unwrapped to this depth; deeper nesting is kept as it came. */
  private static final int MAXIMUM_WRAPPERS = 4;

  /**
   * Names of the fields of {@code Message} that hold a content kind, by number, for kinds that are
   * stored uninterpreted.
   */
  private static final Map<Integer, String> KINDS =
      Map.ofEntries(
          Map.entry(3, "imageMessage"),
          Map.entry(4, "contactMessage"),
          Map.entry(5, "locationMessage"),
          Map.entry(7, "documentMessage"),
          Map.entry(8, "audioMessage"),
          Map.entry(9, "videoMessage"),
          Map.entry(10, "call"),
          Map.entry(12, "protocolMessage"),
          Map.entry(13, "contactsArrayMessage"),
          Map.entry(18, "liveLocationMessage"),
          Map.entry(25, "templateMessage"),
          Map.entry(26, "stickerMessage"),
          Map.entry(28, "groupInviteMessage"),
          Map.entry(36, "listMessage"),
          Map.entry(39, "listResponseMessage"),
          Map.entry(42, "buttonsMessage"),
          Map.entry(43, "buttonsResponseMessage"),
          Map.entry(46, "reactionMessage"),
          Map.entry(49, "pollCreationMessage"),
          Map.entry(50, "pollUpdateMessage"),
          Map.entry(60, "pollCreationMessageV2"),
          Map.entry(63, "pinInChatMessage"),
          Map.entry(64, "pollCreationMessageV3"),
          Map.entry(66, "ptvMessage"),
          Map.entry(75, "eventMessage"),
          Map.entry(83, "albumMessage"));

  private Plaintext() {}

  /**
   * Whether the message is one for a person to see, and not only keys or a command of the protocol.
   */
  static boolean isShown(Message message) {
    Message inner = unwrapped(message);
    return !inner.hasProtocolMessage() && !kind(inner.toByteString()).equals("empty");
  }

  /** What it says, or which kind it is. */
  static MessageContent content(Message message) {
    Message inner = unwrapped(message);
    if (inner.hasConversation()) {
      return new MessageContent.Text(inner.getConversation(), List.of(), Optional.empty());
    }
    if (inner.hasExtendedTextMessage()) {
      ExtendedTextMessage text = inner.getExtendedTextMessage();
      ContextInfo context = text.getContextInfo();
      return new MessageContent.Text(
          text.getText(),
          context.getMentionedJidList().stream().flatMap(j -> Jid.parse(j).stream()).toList(),
          context.hasStanzaId() ? Optional.of(context.getStanzaId()) : Optional.empty());
    }
    return new MessageContent.Other(kind(inner.toByteString()));
  }

  private static Message unwrapped(Message message) {
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
    return Optional.empty();
  }

  /**
   * The first known kind among the fields, else {@code field-N} of the first unknown one, else
   * {@code empty}.
   */
  private static String kind(ByteString encoded) {
    String first = "empty";
    try {
      CodedInputStream in = encoded.newCodedInput();
      int tag;
      while ((tag = in.readTag()) != 0) {
        int field = WireFormat.getTagFieldNumber(tag);
        String known = KINDS.get(field);
        if (known != null) {
          return known;
        }
        if (first.equals("empty")
            && field != Message.MESSAGECONTEXTINFO_FIELD_NUMBER
            && field != Message.SENDERKEYDISTRIBUTIONMESSAGE_FIELD_NUMBER) {
          first = "field-" + field;
        }
        in.skipField(tag);
      }
    } catch (IOException e) {
      // These bytes were parsed before: only their meaning is looked for here, and it stays
      // unknown.
      return first;
    }
    return first;
  }
}
