package dev.kubezap.whatsapp.engine;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.proto.QuarantineRecord;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Instant;
import java.util.List;

/**
 * An input that could not be understood, set aside so that nothing is lost and the session goes on.
 *
 * @param id time-ordered
 */
public record QuarantineKey(String id) implements RecordKey<QuarantineKey.Entry> {

  /**
   * What was set aside.
   *
   * @param kind the kind of stanza or input
   * @param error why, without contents
   * @param input the stanza as it came, encoded; empty when it was none
   * @param decrypted the {@code Message} protobufs that came out of it
   */
  public record Entry(
      String kind, String error, ByteString input, List<ByteString> decrypted, Instant at) {
    public Entry {
      decrypted = List.copyOf(decrypted);
    }

    @Override
    public String toString() {
      return "Entry[" + kind + ": " + error + "]";
    }
  }

  @Override
  public String kind() {
    return RecordKind.QUARANTINE.text();
  }

  @Override
  public String name() {
    return id;
  }

  @Override
  public int size(Entry entry) {
    int size = entry.input().size();
    for (ByteString message : entry.decrypted()) {
      size += message.size();
    }
    return size;
  }

  @Override
  public ByteString encode(Entry entry) {
    return QuarantineRecord.newBuilder()
        .setKind(entry.kind())
        .setError(entry.error())
        .setInput(entry.input())
        .addAllDecrypted(entry.decrypted())
        .setAtMs(entry.at().toEpochMilli())
        .build()
        .toByteString();
  }

  @Override
  public Entry decode(ByteString encoded) {
    try {
      QuarantineRecord stored = QuarantineRecord.parseFrom(encoded);
      return new Entry(
          stored.getKind(),
          stored.getError(),
          stored.getInput(),
          stored.getDecryptedList(),
          Instant.ofEpochMilli(stored.getAtMs()));
    } catch (InvalidProtocolBufferException e) {
      throw new StoredStateException("quarantined input " + id + " is damaged", e);
    }
  }
}
