package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.account.Account;
import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.pairing.PairingAttempt;
import dev.kubezap.whatsapp.pairing.PairingAttemptKey;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Optional;

/** What is stored that decides how a session goes on. */
record Course(Account account, Endings endings, Optional<PairingAttempt> attempt) {

  static Course read(StateReader state) {
    return new Course(
        AccountKey.read(state), EndingsKey.read(state), state.read(new PairingAttemptKey()));
  }
}
