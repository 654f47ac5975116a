package dev.kubezap.whatsapp.engine;

import java.time.Instant;
import java.util.Optional;

/**
 * How connections ended, as far as it matters after a restart.
 *
 * @param replacedAt when another client last took this device's connection over
 * @param loggedOut why the link ended; pairing begins anew only when somebody asks for it
 */
record Endings(Optional<Instant> replacedAt, Optional<String> loggedOut) {
  static final Endings NONE = new Endings(Optional.empty(), Optional.empty());
}
