package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.api.Session;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.WhatsAppClient;
import java.util.Optional;

/** The session as this process has it now. */
final class CurrentSession implements Session {
  private final String clientVersion;
  private volatile State state = new State(Optional.empty(), "starting");

  private record State(Optional<WhatsAppClient> client, String waitingFor) {}

  CurrentSession(String clientVersion) {
    this.clientVersion = clientVersion;
  }

  /** This process owns the session from now on. */
  void own(WhatsAppClient client) {
    state = new State(Optional.of(client), "");
  }

  /**
   * This process does not own the session.
   *
   * @param waitingFor why, in kebab case
   */
  void standby(String waitingFor) {
    state = new State(Optional.empty(), waitingFor);
  }

  @Override
  public Optional<WhatsAppClient> client() {
    return state.client();
  }

  @Override
  public SessionSnapshot snapshot() {
    State now = state;
    return now.client().map(WhatsAppClient::snapshot).orElseGet(() -> waiting(now.waitingFor()));
  }

  private SessionSnapshot waiting(String reason) {
    return new SessionSnapshot(
        Phase.STARTING,
        Optional.of(reason),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        clientVersion,
        0);
  }
}
