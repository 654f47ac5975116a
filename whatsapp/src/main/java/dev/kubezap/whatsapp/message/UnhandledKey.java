package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.proto.StoredUnhandled;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that came in and that this version does not handle, or not completely. It is stored
 * before its receipt, with all that a later version needs to handle it as if it came then: nothing
 * of it comes again.
 *
 * @param name the version of the reader that looked at it last, and a time-ordered id, so that what
 *     an older reader left comes first and in the order of arrival
 */
record UnhandledKey(String name) implements RecordKey<UnhandledKey.Input> {
  static final String KIND = RecordKind.UNHANDLED.text();

  /**
   * What this version can handle. It grows by one with every version that handles more, which then
   * looks at everything once that an older one left.
   */
  static final int READER = 6;

  /**
   * What came in.
   *
   * @param kind what it is, such as {@code peer-6} or {@code group}
   * @param stanza as it came, encoded; its ciphertexts cannot be decrypted a second time
   * @param plaintext the {@code Message} that was decrypted from it, where there was any
   * @param at when it came
   */
  record Input(String kind, ByteString stanza, Optional<ByteString> plaintext, Instant at) {
    /** Hides what it says. */
    @Override
    public String toString() {
      return "Input[" + kind + "]";
    }
  }

  /** A row that no reader has looked at. */
  static UnhandledKey unseen(String id) {
    return new UnhandledKey(prefix(0) + id);
  }

  /** A row that this version cannot handle. */
  static UnhandledKey seen(String id) {
    return new UnhandledKey(prefix(READER) + id);
  }

  /** The same row, seen by this version. */
  UnhandledKey seen() {
    return seen(name.substring(prefix(READER).length()));
  }

  /** Whether this version has not looked at it. */
  boolean isDue() {
    return name.compareTo(prefix(READER)) < 0;
  }

  private static String prefix(int reader) {
    return "%06d-".formatted(reader);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int size(Input input) {
    return input.stanza().size() + input.plaintext().map(ByteString::size).orElse(0);
  }

  @Override
  public ByteString encode(Input input) {
    StoredUnhandled.Builder stored =
        StoredUnhandled.newBuilder()
            .setKind(input.kind())
            .setStanza(input.stanza())
            .setAtMs(input.at().toEpochMilli());
    input.plaintext().ifPresent(stored::setPlaintext);
    return stored.build().toByteString();
  }

  @Override
  public Input decode(ByteString encoded) {
    try {
      StoredUnhandled stored = StoredUnhandled.parseFrom(encoded);
      return new Input(
          stored.getKind(),
          stored.getStanza(),
          stored.hasPlaintext() ? Optional.of(stored.getPlaintext()) : Optional.empty(),
          Instant.ofEpochMilli(stored.getAtMs()));
    } catch (InvalidProtocolBufferException e) {
      throw new StoredStateException("the unhandled input " + name + " is damaged", e);
    }
  }
}
