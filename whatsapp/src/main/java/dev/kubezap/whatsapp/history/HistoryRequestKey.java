package dev.kubezap.whatsapp.history;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.proto.StoredHistoryRequest;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Instant;

/**
 * Older messages that a caller asked the phone for.
 *
 * @param name the id of the stanza that asked, which the answer names
 */
record HistoryRequestKey(String name) implements RecordKey<HistoryRequestKey.Request> {
  static final String KIND = RecordKind.HISTORY_REQUEST.text();

  /**
   * What was asked for.
   *
   * @param count how many messages at most
   */
  record Request(Jid chat, int count, Instant at) {}

  @Override
  public String kind() {
    return KIND;
  }

  /** Its answer is stored all the same. */
  @Override
  public boolean isAbsentWhenDamaged() {
    return true;
  }

  @Override
  public ByteString encode(Request request) {
    return StoredHistoryRequest.newBuilder()
        .setChat(request.chat().toString())
        .setCount(request.count())
        .setAtMs(request.at().toEpochMilli())
        .build()
        .toByteString();
  }

  @Override
  public Request decode(ByteString encoded) {
    try {
      StoredHistoryRequest stored = StoredHistoryRequest.parseFrom(encoded);
      return new Request(
          Jid.of(stored.getChat()), stored.getCount(), Instant.ofEpochMilli(stored.getAtMs()));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new StoredStateException("the request for history " + name + " is damaged", e);
    }
  }
}
