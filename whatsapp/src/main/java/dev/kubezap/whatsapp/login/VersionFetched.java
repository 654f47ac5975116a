package dev.kubezap.whatsapp.login;

import dev.kubezap.whatsapp.noise.ClientVersion;

/**
 * The service was asked for the current client version.
 *
 * @param failures how often in a row it could not be asked before
 */
public record VersionFetched(Result result, int failures) {

  /** What came of it. */
  public sealed interface Result {
    /** The current version. */
    record Found(ClientVersion version) implements Result {}

    /** Nobody is there to be asked: the version is the one that was configured. */
    record Unknown() implements Result {}

    /** It could not be asked now. */
    record Failed() implements Result {}
  }
}
