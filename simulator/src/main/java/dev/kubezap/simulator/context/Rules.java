package dev.kubezap.simulator.context;

import java.time.Duration;

/** How the server behaves where clients may meet one or the other. */
public interface Rules {
  /** Smallest third number of a client version (2.3000.N) that may connect. */
  long minimumVersion();

  /** How long the six refs of a connection may be scanned. */
  Duration qrValidity();

  /** Companions per account. */
  int maxCompanions();

  /** Whether new companions are linked as hosted devices. */
  boolean hostedDevices();
}
