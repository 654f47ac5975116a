package dev.kubezap.pod.http;

import java.util.Optional;

/** Takes tokens that somebody else made in the place of keys. */
@FunctionalInterface
public interface TokenAuthority {
  /** Takes none. */
  TokenAuthority NONE = token -> Optional.empty();

  /**
   * What a token may do.
   *
   * @return empty when it is not known
   * @throws ProblemException 503 when that cannot be told now
   */
  Optional<ApiKey> keyOf(String token);
}
