package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.proto.StoredMissing;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Instant;
import java.util.Optional;

/** The row of one message that could not be read yet. */
record MissingKey(String name) implements RecordKey<Missing> {
  static final String KIND = RecordKind.MISSING_MESSAGE.text();

  private static final int MAXIMUM_ID = 128;

  /** The row of a message that this device sent under this id. */
  static MissingKey of(Jid sender, String stanzaId) {
    String id = stanzaId.length() > MAXIMUM_ID ? stanzaId.substring(0, MAXIMUM_ID) : stanzaId;
    return new MissingKey(sender + "/" + id);
  }

  @Override
  public String kind() {
    return KIND;
  }

  /** The name of the timer that wakes the row. */
  String timer() {
    return "missing-" + name;
  }

  @Override
  public ByteString encode(Missing value) {
    StoredMissing.Builder stored =
        StoredMissing.newBuilder()
            .setStanzaId(value.stanzaId())
            .setFrom(value.from())
            .setPeer(value.peer().toString())
            .setFromMe(value.fromMe())
            .setTimestampS(value.timestamp().getEpochSecond())
            .setError(value.error())
            .setCiphertextHash(value.hash())
            .setRetries(value.retries())
            .setPhoneRequests(value.phoneRequests())
            .setDueAtMs(value.due().toEpochMilli());
    value.messageId().ifPresent(stored::setMessageId);
    value.participant().ifPresent(stored::setParticipant);
    value.recipient().ifPresent(stored::setRecipient);
    return stored.build().toByteString();
  }

  @Override
  public Missing decode(ByteString encoded) {
    try {
      StoredMissing stored = StoredMissing.parseFrom(encoded);
      return new Missing(
          stored.hasMessageId() ? Optional.of(stored.getMessageId()) : Optional.empty(),
          stored.getStanzaId(),
          stored.getFrom(),
          stored.hasParticipant() ? Optional.of(stored.getParticipant()) : Optional.empty(),
          stored.hasRecipient() ? Optional.of(stored.getRecipient()) : Optional.empty(),
          Jid.of(stored.getPeer()),
          stored.getFromMe(),
          Instant.ofEpochSecond(stored.getTimestampS()),
          stored.getError(),
          stored.getCiphertextHash(),
          stored.getRetries(),
          stored.getPhoneRequests(),
          Instant.ofEpochMilli(stored.getDueAtMs()));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new StoredStateException("the row of the missing message " + name + " is damaged", e);
    }
  }
}
