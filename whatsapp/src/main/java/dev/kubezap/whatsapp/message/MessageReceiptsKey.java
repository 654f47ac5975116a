package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageReceipts;
import dev.kubezap.whatsapp.proto.StoredReceipt;
import dev.kubezap.whatsapp.proto.StoredReceipts;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The receipts for one message of ours to a group.
 *
 * @param name the message's id of ours
 */
public record MessageReceiptsKey(String name) implements RecordKey<MessageReceipts> {

  /** The kind of these records. */
  public static final String KIND = RecordKind.MESSAGE_RECEIPTS.text();

  private static final int MEMBER_BYTES = 200;

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int size(MessageReceipts value) {
    return value.members().size() * MEMBER_BYTES;
  }

  @Override
  public ByteString encode(MessageReceipts value) {
    StoredReceipts.Builder stored = StoredReceipts.newBuilder();
    value
        .members()
        .forEach(
            (member, times) -> {
              StoredReceipt.Builder one = StoredReceipt.newBuilder().setAccount(member.toString());
              times.delivered().ifPresent(at -> one.setDeliveredAtMs(at.toEpochMilli()));
              times.read().ifPresent(at -> one.setReadAtMs(at.toEpochMilli()));
              times.played().ifPresent(at -> one.setPlayedAtMs(at.toEpochMilli()));
              stored.addReceipt(one);
            });
    return stored.build().toByteString();
  }

  @Override
  public MessageReceipts decode(ByteString encoded) {
    try {
      Map<Jid, MessageReceipts.Times> members = new LinkedHashMap<>();
      for (StoredReceipt one : StoredReceipts.parseFrom(encoded).getReceiptList()) {
        members.put(
            Jid.of(one.getAccount()),
            new MessageReceipts.Times(
                at(one.hasDeliveredAtMs(), one.getDeliveredAtMs()),
                at(one.hasReadAtMs(), one.getReadAtMs()),
                at(one.hasPlayedAtMs(), one.getPlayedAtMs())));
      }
      return new MessageReceipts(members);
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new StoredStateException("the receipts of " + name + " are damaged", e);
    }
  }

  private static Optional<Instant> at(boolean there, long millis) {
    return there ? Optional.of(Instant.ofEpochMilli(millis)) : Optional.empty();
  }
}
