package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.noise.ClientVersion;
import java.io.IOException;
import java.util.Optional;

/** Where the current client version is learnt. */
@FunctionalInterface
public interface VersionSource {

  /**
   * Asks for it; may wait.
   *
   * @return empty when the answer names none
   */
  Optional<ClientVersion> fetch() throws IOException, InterruptedException;
}
