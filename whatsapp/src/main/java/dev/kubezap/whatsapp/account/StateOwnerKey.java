package dev.kubezap.whatsapp.account;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;

/**
 * The identity key of the device that the stored state belongs to; there is one such record. The
 * identity itself is kept elsewhere, so the two can come apart when one of them is restored.
 */
public record StateOwnerKey() implements RecordKey<PublicKey> {
  private static final int LENGTH = 32;

  @Override
  public String kind() {
    return RecordKind.STATE_OWNER.text();
  }

  @Override
  public String name() {
    return "own";
  }

  @Override
  public ByteString encode(PublicKey owner) {
    return owner.bytes();
  }

  @Override
  public PublicKey decode(ByteString encoded) {
    if (encoded.size() != LENGTH) {
      throw new StoredStateException("the record of the state's owner is damaged");
    }
    return new PublicKey(encoded);
  }
}
