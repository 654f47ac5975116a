package dev.kubezap.whatsapp.prekey;

import dev.kubezap.whatsapp.crypto.Curve25519;
import dev.kubezap.whatsapp.message.OwnPreKeys;
import dev.kubezap.whatsapp.signal.PreKey;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;

/**
 * Prekeys as messages need them: used up one by one, or made for one device that asks for a message
 * again.
 */
public final class SinglePreKeys implements OwnPreKeys {

  @Override
  public RecordKey<PreKey> key(int id) {
    return new PreKeyKey(id);
  }

  @Override
  public Source gather(StateReader state) {
    PreKeySupply supply =
        state.read(new PreKeySupplyKey()).orElse(PreKeySupply.NONE).withRoomFor(1);
    return random -> {
      PreKey made = new PreKey(supply.nextId(), Curve25519.generate(random));
      return new Fresh(
          made,
          List.of(
              new Change.Put<>(new PreKeyKey(made.id()), made),
              new Change.Put<>(new PreKeySupplyKey(), supply.handedOut())));
    };
  }
}
