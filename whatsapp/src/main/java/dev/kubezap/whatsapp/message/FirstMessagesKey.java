package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** When the first messages to new chats were sent lately, the oldest first. */
record FirstMessagesKey() implements RecordKey<List<Instant>> {
  private static final Duration DAY = Duration.ofDays(1);

  /** Those that count at this time. */
  static List<Instant> counting(List<Instant> stored, Instant now) {
    return stored.stream().filter(at -> at.plus(DAY).isAfter(now)).toList();
  }

  /** When another one may be sent, of those that count. */
  static Instant next(List<Instant> counting, int perDay, Instant now) {
    return counting.size() < perDay ? now : counting.get(counting.size() - perDay).plus(DAY);
  }

  @Override
  public String kind() {
    return RecordKind.FIRST_MESSAGES.text();
  }

  @Override
  public String name() {
    return "last";
  }

  @Override
  public ByteString encode(List<Instant> value) {
    ByteBuffer buffer = ByteBuffer.allocate(value.size() * Long.BYTES);
    value.forEach(at -> buffer.putLong(at.toEpochMilli()));
    return ByteString.copyFrom(buffer.array());
  }

  @Override
  public List<Instant> decode(ByteString encoded) {
    if (encoded.size() % Long.BYTES != 0) {
      throw new StoredStateException("first messages of " + encoded.size() + " bytes");
    }
    ByteBuffer buffer = encoded.asReadOnlyByteBuffer();
    List<Instant> times = new ArrayList<>();
    while (buffer.hasRemaining()) {
      times.add(Instant.ofEpochMilli(buffer.getLong()));
    }
    return List.copyOf(times);
  }

  @Override
  public boolean isAbsentWhenDamaged() {
    return true;
  }
}
