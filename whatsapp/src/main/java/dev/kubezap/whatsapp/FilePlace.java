package dev.kubezap.whatsapp;

import java.util.Optional;

/**
 * Where our phone says that a file is that the hosts had forgotten.
 *
 * @param directPath on the hosts; empty when the phone does not have it either
 */
public record FilePlace(Optional<String> directPath) {
  /** The phone does not have it. */
  public static final FilePlace NOWHERE = new FilePlace(Optional.empty());

  /** Leaves out the path, which is as good as the file's address. */
  @Override
  public String toString() {
    return "FilePlace[" + (directPath.isPresent() ? "known" : "nowhere") + "]";
  }
}
