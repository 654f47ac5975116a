package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.proto.StoredMark;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * That a ciphertext was decrypted: the same bytes are never decrypted twice, whatever became of the
 * message.
 *
 * @param senderDevice the sending device
 * @param stanzaId the stanza's id, chosen by the sender
 * @param hash SHA-256 of the ciphertext
 */
record CiphertextMark(Jid senderDevice, String stanzaId, ByteString hash)
    implements RecordKey<CiphertextMark.Decrypted> {

  /**
   * @param at when it was decrypted; marks are kept 30 days
   */
  record Decrypted(Instant at) {}

  @Override
  public String kind() {
    return RecordKind.CIPHERTEXT_MARK.text();
  }

  @Override
  public String name() {
    String id = stanzaId.length() > 128 ? stanzaId.substring(0, 128) : stanzaId;
    return senderDevice + "/" + id + "/" + HexFormat.of().formatHex(hash.toByteArray());
  }

  @Override
  public ByteString encode(Decrypted value) {
    return StoredMark.newBuilder().setAtMs(value.at().toEpochMilli()).build().toByteString();
  }

  @Override
  public Decrypted decode(ByteString encoded) {
    try {
      return new Decrypted(Instant.ofEpochMilli(StoredMark.parseFrom(encoded).getAtMs()));
    } catch (InvalidProtocolBufferException e) {
      throw new StoredStateException("ciphertext mark is damaged", e);
    }
  }
}
