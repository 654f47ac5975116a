package dev.kubezap.whatsapp;

import dev.kubezap.whatsapp.store.FencedException;

/**
 * Told by the client, on its own threads, in order; an implementation returns quickly and does not
 * wait.
 */
public interface ClientListener {

  /** The snapshot changed. */
  void changed(SessionSnapshot snapshot);

  /** A commit stored events or messages: whoever waits for new rows of the outbox looks again. */
  void committed();

  /** The session may belong to somebody else: the socket is closed and the client has ended. */
  void fenced(FencedException cause);
}
