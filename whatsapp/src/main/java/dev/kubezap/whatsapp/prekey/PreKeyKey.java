package dev.kubezap.whatsapp.prekey;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.PrivateKey;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.signal.PreKey;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.RecordKind;
import dev.kubezap.whatsapp.store.StoredStateException;

/**
 * A one-time prekey of ours, until somebody used it.
 *
 * @param id 1..2^24-1
 */
public record PreKeyKey(int id) implements RecordKey<PreKey> {

  @Override
  public String kind() {
    return RecordKind.PRE_KEY.text();
  }

  @Override
  public String name() {
    return Integer.toString(id);
  }

  @Override
  public ByteString encode(PreKey preKey) {
    // The public key is kept beside the private one: computing it costs as much as making the pair.
    return preKey.keyPair().privateKey().bytes().concat(preKey.keyPair().publicKey().bytes());
  }

  @Override
  public PreKey decode(ByteString encoded) {
    if (encoded.size() != 2 * PrivateKey.LENGTH) {
      throw new StoredStateException("prekey " + id + " is damaged");
    }
    return new PreKey(
        id,
        new KeyPair(
            new PrivateKey(encoded.substring(0, PrivateKey.LENGTH)),
            new PublicKey(encoded.substring(PrivateKey.LENGTH))));
  }
}
