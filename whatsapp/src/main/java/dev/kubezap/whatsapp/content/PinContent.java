package dev.kubezap.whatsapp.content;

import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.MessageContextInfo;
import dev.kubezap.whatsapp.proto.PinInChatMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Pins a message at the top of its chat for everyone, or takes it down.
 *
 * @param pinned whether it pins
 * @param lasts how long it stays; zero when not told
 */
public record PinContent(MessageReference target, boolean pinned, Duration lasts, Instant at)
    implements Addition, Sendable {
  private static final int PIN = 1;
  private static final int UNPIN = 2;

  static Optional<Content> read(Message message) {
    if (!message.hasPinInChatMessage()) {
      return Optional.empty();
    }
    PinInChatMessage pin = message.getPinInChatMessage();
    long seconds =
        Integer.toUnsignedLong(message.getMessageContextInfo().getMessageAddOnDurationInSecs());
    return Optional.of(
        new PinContent(
            MessageReference.of(pin.getKey()),
            pin.getType() == PIN,
            Duration.ofSeconds(seconds),
            Contents.millis(pin.getSenderTimestampMs())));
  }

  @Override
  public String type() {
    return "pin";
  }

  @Override
  public Message encode() {
    Message.Builder message =
        Message.newBuilder()
            .setPinInChatMessage(
                PinInChatMessage.newBuilder()
                    .setKey(target.encode())
                    .setType(pinned ? PIN : UNPIN)
                    .setSenderTimestampMs(at.toEpochMilli()));
    if (pinned) {
      message.setMessageContextInfo(
          MessageContextInfo.newBuilder().setMessageAddOnDurationInSecs((int) lasts.toSeconds()));
    }
    return message.build();
  }

  @Override
  public StanzaForm stanza() {
    return StanzaForm.TEXT.withEdit("2", true);
  }
}
