package dev.kubezap.pod.api;

import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.WhatsAppClient;
import java.util.Optional;

/**
 * The session as this process has it: its client while it owns the session, and what can be said of
 * it at any time.
 */
public interface Session {

  /** The client; empty while another process owns the session, or the database is away. */
  Optional<WhatsAppClient> client();

  /**
   * What can be said of the session now; without a client its phase is {@code Starting} and its
   * reason says why.
   */
  SessionSnapshot snapshot();
}
