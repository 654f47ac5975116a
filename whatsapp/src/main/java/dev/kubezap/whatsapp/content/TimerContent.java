package dev.kubezap.whatsapp.content;

import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.ProtocolMessage;
import java.time.Duration;
import java.util.Optional;

/**
 * Sets after what time messages of a direct chat disappear (protocol message EPHEMERAL_SETTING).
 *
 * @param after zero when they stay
 */
public record TimerContent(Duration after) implements Sendable {
  private static final int EPHEMERAL_SETTING = 3;

  /** Apps offer 90 days at most; what is far beyond is no setting of anybody's. */
  private static final Duration LONGEST = Duration.ofDays(366);

  static Optional<Content> read(Message message) {
    ProtocolMessage protocol = message.getProtocolMessage();
    if (protocol.getType() != EPHEMERAL_SETTING) {
      return Optional.empty();
    }
    return Optional.of(
            Duration.ofSeconds(Integer.toUnsignedLong(protocol.getEphemeralExpiration())))
        .filter(TimerContent::isSetting)
        .map(TimerContent::new);
  }

  /** Whether a chat can be set so. */
  public static boolean isSetting(Duration after) {
    return after.compareTo(LONGEST) <= 0;
  }

  @Override
  public String type() {
    return "chat-timer";
  }

  @Override
  public Message encode() {
    return Message.newBuilder()
        .setProtocolMessage(
            ProtocolMessage.newBuilder()
                .setType(EPHEMERAL_SETTING)
                .setEphemeralExpiration((int) after.toSeconds()))
        .build();
  }

  @Override
  public StanzaForm stanza() {
    return StanzaForm.TEXT;
  }
}
