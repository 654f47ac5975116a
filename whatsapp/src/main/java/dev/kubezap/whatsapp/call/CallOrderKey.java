package dev.kubezap.whatsapp.call;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.model.Call;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Instant;

/**
 * The place of a call among all, the newest first.
 *
 * @param name ordered so; the call's id comes behind the first slash
 */
public record CallOrderKey(String name) implements RecordKey<String> {
  /** {@link #kind}; the session keeps it when it is linked anew. */
  public static final String KIND = RecordKind.CALL_ORDER.text();

  private static final long LATEST = 9_999_999_999_999L;

  /** The place of a call. */
  static CallOrderKey of(Call call) {
    long left = Math.clamp(LATEST - call.at().toEpochMilli(), 0, LATEST);
    return new CallOrderKey("%013d/%s".formatted(left, call.id()));
  }

  /** A name behind those of all calls from a time on, and before those of older ones. */
  static String before(Instant time) {
    long left = Math.clamp(LATEST - time.toEpochMilli(), 0, LATEST);
    return "%013d/\uFFFF".formatted(left);
  }

  /** The call's id. */
  String callId() {
    return name.substring(name.indexOf('/') + 1);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public ByteString encode(String id) {
    return ByteString.copyFromUtf8(id);
  }

  @Override
  public String decode(ByteString encoded) {
    if (!encoded.isValidUtf8()) {
      throw new StoredStateException("the place of a call is damaged");
    }
    return encoded.toStringUtf8();
  }
}
