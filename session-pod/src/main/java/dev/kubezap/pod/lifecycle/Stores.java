package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.api.MessageJson;
import dev.kubezap.pod.outbox.EventJson;
import dev.kubezap.pod.outbox.EventSignal;
import dev.kubezap.pod.ownership.CommitScope;
import dev.kubezap.pod.store.EventCodec;
import dev.kubezap.pod.store.PostgresSessionStore;
import dev.kubezap.pod.store.RecordCipher;
import dev.kubezap.whatsapp.store.SessionStore;
import java.util.function.Function;

/** Makes the store of one ownership, and what reads its events. */
final class Stores {

  private static final EventJson DATA = new EventJson(MessageJson::of);

  private Stores() {}

  static EventCodec events(long sessionId, RecordCipher cipher) {
    return new EventCodec(sessionId, cipher, DATA);
  }

  static Function<CommitScope, SessionStore> of(
      long sessionId, RecordCipher cipher, EventSignal signal) {
    return owned -> new PostgresSessionStore(owned, sessionId, cipher, DATA, signal::raise);
  }
}
