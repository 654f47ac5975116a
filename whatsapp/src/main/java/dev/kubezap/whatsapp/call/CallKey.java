package dev.kubezap.whatsapp.call;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Call;
import dev.kubezap.whatsapp.proto.StoredCall;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A call that is or was, with the addresses by which it is refused.
 *
 * @param id as the caller's device chose it
 */
public record CallKey(String id) implements RecordKey<CallKey.Known> {
  /** {@link #kind}; the session keeps it when it is linked anew. */
  public static final String KIND = RecordKind.CALL.text();

  private static final long NONE = -1;

  /**
   * A call.
   *
   * @param creator the device that called, as the service named it
   * @param stanzaFrom where its stanzas came from, and answers go to
   */
  public record Known(Call call, Jid creator, Jid stanzaFrom) {
    Known with(Call next) {
      return new Known(next, creator, stanzaFrom);
    }
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String name() {
    return id;
  }

  @Override
  public ByteString encode(Known known) {
    Call call = known.call();
    return StoredCall.newBuilder()
        .setChat(call.chat().toString())
        .setFrom(call.from().toString())
        .setGroup(call.group())
        .setVideo(call.video())
        .setState(call.state().name())
        .setAtMs(call.at().toEpochMilli())
        .setEndedAtMs(call.endedAt().map(Instant::toEpochMilli).orElse(NONE))
        .setLatencyMs(call.latency().map(Duration::toMillis).orElse(NONE))
        .setOffline(call.offline())
        .setCreator(known.creator().toString())
        .setStanzaFrom(known.stanzaFrom().toString())
        .build()
        .toByteString();
  }

  @Override
  public Known decode(ByteString encoded) {
    try {
      StoredCall stored = StoredCall.parseFrom(encoded);
      Call call =
          new Call(
              id,
              Jid.of(stored.getChat()),
              Jid.of(stored.getFrom()),
              stored.getGroup(),
              stored.getVideo(),
              Call.State.valueOf(stored.getState()),
              Instant.ofEpochMilli(stored.getAtMs()),
              some(stored.getEndedAtMs()).map(Instant::ofEpochMilli),
              some(stored.getLatencyMs()).map(Duration::ofMillis),
              stored.getOffline());
      return new Known(call, Jid.of(stored.getCreator()), Jid.of(stored.getStanzaFrom()));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new StoredStateException("the call " + id + " is damaged", e);
    }
  }

  private static Optional<Long> some(long value) {
    return value == NONE ? Optional.empty() : Optional.of(value);
  }
}
