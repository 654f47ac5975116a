package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.proto.StoredReadReceipt;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A receipt for what was read, or played, that the server has not acknowledged; gone with the
 * acknowledgement, and kept no longer than 30 days.
 */
record ReadReceiptKey(String name) implements RecordKey<ReadReceiptKey.Receipt> {
  static final String KIND = RecordKind.READ_RECEIPT.text();

  private static final int MAXIMUM_ID = 128;

  /**
   * What it says.
   *
   * @param to the chat in which messages were read
   * @param participant whose messages, in a group
   * @param stanzaIds of the messages, at least one; the first is the receipt's own id
   * @param at when they were read
   * @param played whether they were listened to or looked at, beyond being read
   */
  record Receipt(
      Jid to, Optional<Jid> participant, List<String> stanzaIds, Instant at, boolean played) {
    Receipt {
      stanzaIds = List.copyOf(stanzaIds);
    }

    /** Where it is stored. */
    ReadReceiptKey key() {
      return of(to, participant, stanzaIds.getFirst(), played);
    }

    /**
     * The stanza (PROTOCOL 9).
     *
     * @param tellsSenders whether whoever wrote is told; our own devices always are
     */
    Node node(boolean tellsSenders) {
      Node receipt =
          Node.of("receipt")
              .with("to", to)
              .with("id", stanzaIds.getFirst())
              .withIfPresent("participant", participant)
              .with("type", (played ? "played" : "read") + (tellsSenders ? "" : "-self"))
              .with("t", at.getEpochSecond());
      List<Node> items =
          stanzaIds.stream().skip(1).map(id -> Node.of("item").with("id", id)).toList();
      return items.isEmpty() ? receipt : receipt.withChildren(Node.of("list").withChildren(items));
    }
  }

  /** The receipt that is sent there under this id, which its sender chose. */
  static ReadReceiptKey of(Jid to, Optional<Jid> participant, String stanzaId, boolean played) {
    String id = stanzaId.length() > MAXIMUM_ID ? stanzaId.substring(0, MAXIMUM_ID) : stanzaId;
    return new ReadReceiptKey(
        (played ? "played/" : "") + to + "/" + participant.map(jid -> jid + "/").orElse("") + id);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public ByteString encode(Receipt value) {
    StoredReadReceipt.Builder stored =
        StoredReadReceipt.newBuilder()
            .setTo(value.to().toString())
            .addAllStanzaId(value.stanzaIds())
            .setAtMs(value.at().toEpochMilli())
            .setPlayed(value.played());
    value.participant().ifPresent(jid -> stored.setParticipant(jid.toString()));
    return stored.build().toByteString();
  }

  @Override
  public Receipt decode(ByteString encoded) {
    try {
      StoredReadReceipt stored = StoredReadReceipt.parseFrom(encoded);
      if (stored.getStanzaIdCount() == 0) {
        throw new StoredStateException("the read receipt " + name + " is for no message");
      }
      return new Receipt(
          Jid.of(stored.getTo()),
          stored.hasParticipant() ? Optional.of(Jid.of(stored.getParticipant())) : Optional.empty(),
          stored.getStanzaIdList(),
          Instant.ofEpochMilli(stored.getAtMs()),
          stored.getPlayed());
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new StoredStateException("the read receipt " + name + " is damaged", e);
    }
  }
}
