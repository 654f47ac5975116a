package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.proto.StoredIdempotency;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.util.Optional;

/** Which request a caller's idempotency key stands for; kept 7 days. */
public record IdempotencyRecord(String key) implements RecordKey<IdempotencyRecord.Used> {

  /**
   * A request.
   *
   * @param messageId of the message, or the change of one, that was accepted; empty when there is
   *     none
   * @param answer what a request that is no message was answered by; empty until it is done
   */
  public record Used(ByteString requestHash, String messageId, Optional<ByteString> answer) {

    /** One that was accepted. */
    public Used(ByteString requestHash, String messageId) {
      this(requestHash, messageId, Optional.empty());
    }

    /** The same, which was accepted as this; empty when it is not accepted any more. */
    public Used accepted(String changeId) {
      return new Used(requestHash, changeId, answer);
    }

    /** The same, which was answered so. */
    public Used answered(ByteString by) {
      return new Used(requestHash, messageId, Optional.of(by));
    }

    /** Leaves out the answer. */
    @Override
    public String toString() {
      return "Used[" + messageId + "]";
    }
  }

  @Override
  public String kind() {
    return RecordKind.IDEMPOTENCY.text();
  }

  @Override
  public String name() {
    return key;
  }

  @Override
  public ByteString encode(Used value) {
    StoredIdempotency.Builder stored =
        StoredIdempotency.newBuilder()
            .setRequestHash(value.requestHash())
            .setMessageId(value.messageId());
    value.answer().ifPresent(stored::setAnswer);
    return stored.build().toByteString();
  }

  @Override
  public Used decode(ByteString encoded) {
    try {
      StoredIdempotency stored = StoredIdempotency.parseFrom(encoded);
      return new Used(
          stored.getRequestHash(),
          stored.getMessageId(),
          stored.hasAnswer() ? Optional.of(stored.getAnswer()) : Optional.empty());
    } catch (InvalidProtocolBufferException e) {
      throw new StoredStateException("idempotency record is damaged", e);
    }
  }
}
