package dev.kubezap.whatsapp.model;

import dev.kubezap.whatsapp.jid.Jid;
import java.util.List;
import java.util.Optional;

/** What a message says. */
public sealed interface MessageContent {

  /** The name of the kind as the API gives it, such as {@code text}. */
  String type();

  /**
   * Text.
   *
   * @param quoted the stanza id of the message that it answers
   */
  record Text(String text, List<Jid> mentions, Optional<String> quoted) implements MessageContent {
    public Text {
      mentions = List.copyOf(mentions);
    }

    @Override
    public String type() {
      return "text";
    }

    /** Says how long the text is, not what it says: message texts never reach a log. */
    @Override
    public String toString() {
      return "Text[" + text.length() + " characters]";
    }
  }

  /**
   * A kind that is stored as it came and not interpreted yet; its bytes are in {@link
   * StoredMessage#encoded()}.
   *
   * @param type the name of the protobuf field that holds it, such as {@code imageMessage}
   */
  record Other(String type) implements MessageContent {}

  /**
   * A message that could not be read.
   *
   * @param reason a short, stable name such as {@code no-session}
   */
  record Unreadable(String reason) implements MessageContent {
    @Override
    public String type() {
      return "unreadable";
    }
  }
}
