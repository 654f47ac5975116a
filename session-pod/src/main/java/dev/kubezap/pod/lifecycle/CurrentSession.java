package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.api.Session;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.WhatsAppClient;
import java.util.Optional;

/** The session as this process has it now. */
final class CurrentSession implements Session {
  private final String clientVersion;
  private volatile State state = new Without(Phase.STARTING, "starting");

  private sealed interface State {}

  private record With(WhatsAppClient client) implements State {}

  private record Without(Phase phase, String reason) implements State {}

  CurrentSession(String clientVersion) {
    this.clientVersion = clientVersion;
  }

  /** This process owns the session from now on. */
  void own(WhatsAppClient client) {
    state = new With(client);
  }

  /**
   * This process does not own the session.
   *
   * @param reason why, in kebab case
   */
  void standby(String reason) {
    state = new Without(Phase.STARTING, reason);
  }

  /**
   * A person has to do something before there can be a client.
   *
   * @param reason what is wrong, in kebab case
   */
  void fail(String reason) {
    state = new Without(Phase.FAILED, reason);
  }

  @Override
  public Optional<WhatsAppClient> client() {
    return state instanceof With with ? Optional.of(with.client()) : Optional.empty();
  }

  @Override
  public SessionSnapshot snapshot() {
    return switch (state) {
      case With with -> with.client().snapshot();
      case Without without -> empty(without);
    };
  }

  private SessionSnapshot empty(Without without) {
    return new SessionSnapshot(
        without.phase(),
        Optional.of(without.reason()),
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
