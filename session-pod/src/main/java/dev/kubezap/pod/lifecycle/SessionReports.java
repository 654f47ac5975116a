package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.health.Health;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import java.util.Optional;

/**
 * Reports the state of the session in this process to everybody who asks for it: the API, the
 * resource's status and the probes.
 */
record SessionReports(CurrentSession session, StatusReporter status, Health health) {

  /** The device that the volume remembers; {@link #changed} tells of it. */
  void remember(Optional<DeviceIdentity> device) {
    session.remember(device);
  }

  /**
   * There is no client.
   *
   * @param reason why, in kebab case
   */
  void standby(String reason) {
    session.standby(reason);
    changed();
  }

  /**
   * A person has to do something before there can be a client.
   *
   * @param reason what is wrong, in kebab case
   */
  void fail(String reason) {
    session.fail(reason);
    changed();
  }

  /** Only a restart would help, whatever a person does. */
  void broken(String problem) {
    health.broken(problem);
    fail("internal-error");
  }

  /** This process owns the session under this epoch; {@link #changed} tells of it. */
  void own(long epoch) {
    status.epoch(epoch);
  }

  /**
   * The database let the session be owned, or did not answer.
   *
   * @param problem empty when it answered
   */
  void owning(Optional<String> problem) {
    health.owning(problem);
  }

  /**
   * The database answered what the API reads, or did not.
   *
   * @param problem empty when it answered
   */
  void reading(Optional<String> problem) {
    health.reading(problem);
  }

  /**
   * Something is not as it should be, or is again.
   *
   * @param reason in CamelCase
   * @param message what to do; empty when it is as it should be
   */
  void degraded(String reason, Optional<String> message) {
    status.degraded(reason, message);
  }

  /** The session or its client says something else than before. */
  void changed() {
    status.report();
  }
}
