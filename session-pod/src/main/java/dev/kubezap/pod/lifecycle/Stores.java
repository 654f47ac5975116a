package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.outbox.EventSignal;
import dev.kubezap.pod.ownership.CommitScope;
import dev.kubezap.pod.store.PostgresSessionStore;
import dev.kubezap.pod.store.RecordCipher;
import dev.kubezap.whatsapp.store.SessionStore;
import java.util.function.Function;

/** Makes the store of one ownership. */
final class Stores {

  private Stores() {}

  static Function<CommitScope, SessionStore> of(
      long sessionId, RecordCipher cipher, EventSignal signal) {
    return owned -> new PostgresSessionStore(owned, sessionId, cipher, signal::raise);
  }
}
