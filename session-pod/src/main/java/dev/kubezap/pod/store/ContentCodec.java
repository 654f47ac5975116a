package dev.kubezap.pod.store;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageContent;
import dev.kubezap.whatsapp.store.StoredStateException;

/** The stored form of what a message says. */
final class ContentCodec {
  private static final int KIND = 1;
  private static final int TEXT = 2;
  private static final int MENTION = 3;
  private static final int QUOTED = 4;

  private ContentCodec() {}

  static byte[] encode(MessageContent content) {
    NumberedFields fields = new NumberedFields();
    switch (content) {
      case MessageContent.Text text -> {
        fields.add(KIND, "text").add(TEXT, text.text()).add(QUOTED, text.quoted());
        text.mentions().forEach(mention -> fields.add(MENTION, mention.toString()));
      }
      case MessageContent.Other other -> fields.add(KIND, "other").add(TEXT, other.type());
      case MessageContent.Unreadable unreadable ->
          fields.add(KIND, "unreadable").add(TEXT, unreadable.reason());
    }
    return fields.encode();
  }

  static MessageContent decode(byte[] encoded) {
    NumberedFields fields = NumberedFields.decode(encoded);
    String text = fields.requiredText(TEXT);
    String kind = fields.requiredText(KIND);
    return switch (kind) {
      case "text" ->
          new MessageContent.Text(
              text,
              fields.all(MENTION).stream().map(ByteString::toStringUtf8).map(Jid::of).toList(),
              fields.text(QUOTED));
      case "other" -> new MessageContent.Other(text);
      case "unreadable" -> new MessageContent.Unreadable(text);
      default -> throw new StoredStateException("a stored message is of unknown kind " + kind);
    };
  }
}
