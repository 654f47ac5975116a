package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.api.Session;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.WhatsAppClient;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import java.util.Optional;

/** The session as this process has it now. */
final class CurrentSession implements Session {
  private final String clientVersion;
  private volatile Device device = Device.UNKNOWN;
  private volatile State state = new Without(Phase.STARTING, "starting");

  private sealed interface State {}

  /** What stays true of the linked device while there is no client. */
  private record Device(Optional<Jid> jid, Optional<Jid> lid, Optional<String> pushName) {
    static final Device UNKNOWN = new Device(Optional.empty(), Optional.empty(), Optional.empty());

    Optional<String> phoneNumber() {
      return jid.map(own -> "+" + own.user());
    }
  }

  private record With(WhatsAppClient client) implements State {}

  private record Without(Phase phase, String reason) implements State {}

  CurrentSession(String clientVersion) {
    this.clientVersion = clientVersion;
  }

  /** The device that the volume remembers. */
  void remember(Optional<DeviceIdentity> identity) {
    device =
        new Device(
            identity.map(DeviceIdentity::jid),
            identity.flatMap(DeviceIdentity::lid),
            Optional.empty());
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
    leave(new Without(Phase.STARTING, reason));
  }

  /**
   * A person has to do something before there can be a client.
   *
   * @param reason what is wrong, in kebab case
   */
  void fail(String reason) {
    leave(new Without(Phase.FAILED, reason));
  }

  private void leave(Without next) {
    client()
        .map(WhatsAppClient::snapshot)
        .ifPresent(last -> device = new Device(last.jid(), last.lid(), last.pushName()));
    state = next;
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
    Device known = device;
    return new SessionSnapshot(
        without.phase(),
        Optional.of(without.reason()),
        known.phoneNumber(),
        known.jid(),
        known.lid(),
        known.pushName(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        clientVersion,
        0);
  }
}
