package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.Behaviour;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

/**
 * When all that was sent under a pace would have been sent at an even one. It is stored with each
 * message, so that a new process does not begin with a burst.
 */
record SendPaceKey() implements RecordKey<Instant> {

  /** The even distance of messages. */
  static Duration distance(Behaviour.Pace pace) {
    return Duration.ofMinutes(1).dividedBy(pace.messagesPerMinute());
  }

  /**
   * From when on another message may be sent.
   *
   * @param even what is stored
   */
  static Instant next(Instant even, Behaviour.Pace pace) {
    return even.minus(distance(pace).multipliedBy(pace.burst() - 1L));
  }

  /**
   * What is stored once a message is sent. Within a burst distances count as even; otherwise they
   * vary by half to either side.
   *
   * @param chance from 0 to 1
   */
  static Instant after(Instant even, Behaviour.Pace pace, double chance, Instant now) {
    Instant from = even.isAfter(now) ? even : now;
    if (!next(from.plus(distance(pace)), pace).isAfter(now)) {
      return from.plus(distance(pace));
    }
    return from.plusMillis(Math.round(distance(pace).toMillis() * (0.5 + chance)));
  }

  @Override
  public String kind() {
    return RecordKind.SEND_PACE.text();
  }

  @Override
  public String name() {
    return "last";
  }

  @Override
  public ByteString encode(Instant value) {
    return ByteString.copyFrom(
        ByteBuffer.allocate(Long.BYTES).putLong(value.toEpochMilli()).array());
  }

  @Override
  public Instant decode(ByteString encoded) {
    if (encoded.size() != Long.BYTES) {
      throw new StoredStateException("a pace of " + encoded.size() + " bytes");
    }
    return Instant.ofEpochMilli(encoded.asReadOnlyByteBuffer().getLong());
  }

  @Override
  public boolean isAbsentWhenDamaged() {
    return true;
  }
}
