package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.PrivateKey;
import dev.kubezap.whatsapp.signal.PreKey;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;

/** One-time prekeys with rising ids. */
final class TestPreKeys implements OwnPreKeys {
  private int last;

  private record Stored(int id) implements RecordKey<PreKey> {
    @Override
    public String kind() {
      return "pre-key";
    }

    @Override
    public String name() {
      return Integer.toString(id);
    }

    @Override
    public ByteString encode(PreKey value) {
      return value.keyPair().privateKey().bytes();
    }

    @Override
    public PreKey decode(ByteString encoded) {
      return new PreKey(id, KeyPair.of(PrivateKey.of(encoded.toByteArray())));
    }
  }

  @Override
  public RecordKey<PreKey> key(int id) {
    return new Stored(id);
  }

  @Override
  public Source gather(StateReader state) {
    return random -> {
      PreKey made = new PreKey(++last, Curve25519.generate(random));
      return new Fresh(made, List.of(new Change.Put<>(key(made.id()), made)));
    };
  }
}
