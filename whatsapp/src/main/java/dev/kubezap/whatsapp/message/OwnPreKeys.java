package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.signal.PreKey;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;

/** Our one-time prekeys, as far as messages need them. */
public interface OwnPreKeys {

  /** The record of one prekey. */
  RecordKey<PreKey> key(int id);

  /** Reads what making a new prekey needs. */
  Source gather(StateReader state);

  /**
   * Makes one prekey that is handed out to a single device, beside those that are offered to the
   * server.
   */
  @FunctionalInterface
  interface Source {
    Fresh make(RandomBytes random);
  }

  /**
   * A new prekey.
   *
   * @param changes store it; part of the commit before it leaves
   */
  record Fresh(PreKey preKey, List<Change> changes) {
    public Fresh {
      changes = List.copyOf(changes);
    }
  }
}
