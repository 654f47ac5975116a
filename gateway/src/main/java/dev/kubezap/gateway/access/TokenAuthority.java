package dev.kubezap.gateway.access;

import java.util.Optional;

/** Tells whose a token is that somebody else made. */
@FunctionalInterface
public interface TokenAuthority {

  /** Knows no token. */
  TokenAuthority NONE = token -> Optional.empty();

  /**
   * Whose token it is; may wait for the one who made it to tell its keys.
   *
   * @return empty when it is not known
   * @throws dev.kubezap.gateway.problem.ProblemException 503 when that cannot be told now
   */
  Optional<Caller> callerOf(String token);
}
