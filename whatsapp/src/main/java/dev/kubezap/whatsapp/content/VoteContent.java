package dev.kubezap.whatsapp.content;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.PollEncValue;
import dev.kubezap.whatsapp.proto.PollUpdateMessage;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A vote in a poll, encrypted by the poll's secret (PROTOCOL-2026 5).
 *
 * @param payload encrypted
 * @param iv 12 bytes
 */
public record VoteContent(MessageReference target, ByteString payload, ByteString iv, Instant at)
    implements Addition, Sendable {

  static Optional<Content> read(Message message) {
    if (!message.hasPollUpdateMessage()) {
      return Optional.empty();
    }
    PollUpdateMessage vote = message.getPollUpdateMessage();
    return Optional.of(
        new VoteContent(
            MessageReference.of(vote.getPollCreationMessageKey()),
            vote.getVote().getEncPayload(),
            vote.getVote().getEncIv(),
            Contents.millis(vote.getSenderTimestampMs())));
  }

  @Override
  public String type() {
    return "vote";
  }

  @Override
  public Message encode() {
    return Message.newBuilder()
        .setPollUpdateMessage(
            PollUpdateMessage.newBuilder()
                .setPollCreationMessageKey(target.encode())
                .setVote(PollEncValue.newBuilder().setEncPayload(payload).setEncIv(iv))
                .setSenderTimestampMs(at.toEpochMilli()))
        .build();
  }

  @Override
  public StanzaForm stanza() {
    return StanzaForm.of("poll").withMeta(Map.of("polltype", "vote")).hidden();
  }

  /** Leaves out what is encrypted. */
  @Override
  public String toString() {
    return "VoteContent[" + target.stanzaId() + "]";
  }
}
