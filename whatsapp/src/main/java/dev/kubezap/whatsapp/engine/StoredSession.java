package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.account.Account;
import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.pairing.PairingAttempt;
import dev.kubezap.whatsapp.pairing.PairingAttemptKey;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Optional;

/** The stored records that decide whether and how a session connects again. */
record StoredSession(
    Account account, DisconnectHistory disconnects, Optional<PairingAttempt> attempt) {

  static StoredSession read(StateReader state) {
    return new StoredSession(
        AccountKey.read(state),
        DisconnectHistoryKey.read(state),
        state.read(new PairingAttemptKey()));
  }
}
