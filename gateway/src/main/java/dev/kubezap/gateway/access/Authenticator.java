package dev.kubezap.gateway.access;

import java.util.Optional;
import java.util.function.Function;

/** Tells who calls by what the request presents. */
public final class Authenticator {

  private final Function<KeyDigest, Optional<Caller>> fleetKeys;
  private final Function<KeyDigest, Optional<Caller>> sessionKeys;
  private final TokenAuthority tokens;

  /**
   * @param fleetKeys the keys of the fleet that count now; asked for every request
   * @param sessionKeys the sessions' own keys that count now
   * @param tokens asked about what is no key and looks like a token
   */
  public Authenticator(
      Function<KeyDigest, Optional<Caller>> fleetKeys,
      Function<KeyDigest, Optional<Caller>> sessionKeys,
      TokenAuthority tokens) {
    this.fleetKeys = fleetKeys;
    this.sessionKeys = sessionKeys;
    this.tokens = tokens;
  }

  /** Whose key it is, told at once; empty when it is none that is known. */
  public Optional<Caller> byKey(Credential credential) {
    KeyDigest digest = KeyDigest.of(credential.text());
    return fleetKeys.apply(digest).or(() -> sessionKeys.apply(digest));
  }

  /**
   * Whose token it is; may wait, so no event loop calls this.
   *
   * @throws dev.kubezap.gateway.problem.ProblemException 503 when that cannot be told now
   */
  public Optional<Caller> byToken(Credential credential) {
    return credential.isToken() ? tokens.callerOf(credential.text()) : Optional.empty();
  }
}
