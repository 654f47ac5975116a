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
   * @return empty when there is nobody to be asked
   * @throws IOException when it could not be asked now, or the answer was not understood
   */
  Optional<ClientVersion> fetch() throws IOException, InterruptedException;
}
