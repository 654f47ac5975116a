package dev.kubezap.playground.node.volume;

import dev.kubezap.playground.node.spec.MissingSourceException;
import java.nio.file.Path;

/** Where the volumes of claims lie on this machine. */
@FunctionalInterface
public interface ClaimFolders {

  /**
   * The folder of a bound claim.
   *
   * @throws MissingSourceException when there is no such claim or it is not bound
   */
  Path folder(String namespace, String claim) throws MissingSourceException;
}
