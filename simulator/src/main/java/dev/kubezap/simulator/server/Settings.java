package dev.kubezap.simulator.server;

import dev.kubezap.simulator.context.Rules;
import java.time.Duration;

/**
 * How the server behaves; the defaults are those of the service.
 *
 * @param minimumVersion smallest third number of a client version (2.3000.N) that may connect
 * @param qrValidity how long the six refs of a connection may be scanned
 * @param maxCompanions companions per account
 * @param hostedDevices whether new companions are linked as hosted devices
 * @param historyOnLink whether a phone sends keys and history to a new companion
 */
public record Settings(
    long minimumVersion,
    Duration qrValidity,
    int maxCompanions,
    boolean hostedDevices,
    boolean historyOnLink)
    implements Rules {
  /** As the service does. */
  public static Settings defaults() {
    return new Settings(0, Duration.ofSeconds(160), 4, false, true);
  }

  /** With another version gate. */
  public Settings withMinimumVersion(long version) {
    return new Settings(version, qrValidity, maxCompanions, hostedDevices, historyOnLink);
  }

  /** With another validity of QR refs. */
  public Settings withQrValidity(Duration validity) {
    return new Settings(minimumVersion, validity, maxCompanions, hostedDevices, historyOnLink);
  }

  /** Whether new companions are linked as hosted devices. */
  public Settings withHostedDevices(boolean hosted) {
    return new Settings(minimumVersion, qrValidity, maxCompanions, hosted, historyOnLink);
  }
}
