package dev.kubezap.pod.lifecycle;

import dev.kubezap.whatsapp.ClientListener;
import dev.kubezap.whatsapp.ConnectGate;
import dev.kubezap.whatsapp.WhatsAppClient;
import dev.kubezap.whatsapp.store.IdentityStore;
import dev.kubezap.whatsapp.store.SessionStore;

/** Makes the client of one ownership; it is not started yet. */
@FunctionalInterface
interface ClientFactory {
  /**
   * Makes one.
   *
   * @param gate asked before each connection
   */
  WhatsAppClient make(
      SessionStore store, IdentityStore identities, ConnectGate gate, ClientListener listener);
}
