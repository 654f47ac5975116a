package dev.kubezap.whatsapp.content;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.kubezap.whatsapp.proto.Message;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Names the kinds of messages that this version does not read, as the service's schema does. */
final class UnknownKinds {
  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(10, "call"),
          Map.entry(11, "chat"),
          Map.entry(14, "highlyStructuredMessage"),
          Map.entry(16, "sendPaymentMessage"),
          Map.entry(22, "requestPaymentMessage"),
          Map.entry(25, "templateMessage"),
          Map.entry(29, "templateButtonReplyMessage"),
          Map.entry(30, "productMessage"),
          Map.entry(38, "orderMessage"),
          Map.entry(41, "invoiceMessage"),
          Map.entry(44, "paymentInviteMessage"),
          Map.entry(45, "interactiveMessage"),
          Map.entry(48, "interactiveResponseMessage"),
          Map.entry(61, "scheduledCallCreationMessage"),
          Map.entry(69, "callLogMessage"),
          Map.entry(71, "encCommentMessage"),
          Map.entry(74, "lottieStickerMessage"),
          Map.entry(76, "encEventResponseMessage"),
          Map.entry(77, "commentMessage"),
          Map.entry(78, "newsletterAdminInviteMessage"),
          Map.entry(80, "placeholderMessage"),
          Map.entry(83, "albumMessage"),
          Map.entry(86, "stickerPackMessage"),
          Map.entry(88, "pollResultSnapshotMessage"));

  /** What accompanies a message of any kind. */
  private static final Set<Integer> COMPANIONS =
      Set.of(
          Message.SENDERKEYDISTRIBUTIONMESSAGE_FIELD_NUMBER,
          15,
          Message.MESSAGECONTEXTINFO_FIELD_NUMBER);

  private UnknownKinds() {}

  /** The first known name among the fields, else {@code field-N} of the first other one. */
  static Optional<String> name(ByteString encoded) {
    Optional<String> first = Optional.empty();
    try {
      CodedInputStream in = encoded.newCodedInput();
      int tag;
      while ((tag = in.readTag()) != 0) {
        int field = WireFormat.getTagFieldNumber(tag);
        String known = NAMES.get(field);
        if (known != null) {
          return Optional.of(known);
        }
        if (first.isEmpty() && !COMPANIONS.contains(field)) {
          first = Optional.of("field-" + field);
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
