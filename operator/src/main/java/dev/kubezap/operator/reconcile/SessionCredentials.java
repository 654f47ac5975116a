package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.apply.KeyKeeper;
import dev.kubezap.operator.apply.KeyRotator;
import dev.kubezap.operator.database.SessionLogins;
import dev.kubezap.operator.desired.SessionKeys;
import dev.kubezap.operator.desired.SessionNames;
import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.observed.Result;
import dev.kubezap.operator.sessionclass.DatabaseChoice;
import dev.kubezap.operator.settings.DatabaseLogin;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A session's keys and its login to the database, brought into agreement with each other. */
final class SessionCredentials {

  private final KeyKeeper keeper;
  private final KeyRotator rotator;
  private final SessionLogins logins;
  private final Duration spread;
  private final Clock clock;

  /**
   * Keys that are used now, and the Secret that they are in.
   *
   * @param databaseRole has the password of the keys
   */
  record Credentials(SessionKeys keys, String databaseRole, Secret secret) {
    /** Leaves out the keys. */
    @Override
    public String toString() {
      return "Credentials[" + databaseRole + "]";
    }
  }

  /**
   * Over these.
   *
   * @param spread how long until everybody who mounts a Secret sees its change
   */
  SessionCredentials(
      KeyKeeper keeper, KeyRotator rotator, SessionLogins logins, Duration spread, Clock clock) {
    this.keeper = keeper;
    this.rotator = rotator;
    this.logins = logins;
    this.spread = spread;
    this.clock = clock;
  }

  /**
   * The credentials of a session; makes what is missing and begins what is asked for.
   *
   * @param known the Secret as the cache has it
   * @param volumeExists whether the session had keys before
   * @param place the class's database that the login is to
   */
  Result<Credentials> of(
      WhatsAppSession session,
      DatabaseLogin login,
      Optional<Secret> known,
      boolean volumeExists,
      Optional<DatabaseChoice> place) {
    SessionNames names = SessionNames.of(session);
    return switch (keeper.secret(
        session,
        known,
        volumeExists,
        place,
        () -> logins.stored(login, names.namespace(), names.session()))) {
      case Result.Missing<Secret>(List<Problem> problems) -> new Result.Missing<>(problems);
      case Result.Found<Secret>(Secret secret) when !DatabaseChoice.of(secret).equals(place) ->
          // The cache lags behind what another operator made.
          Result.missing(
              Problem.passing(
                  "KeysChanged",
                  "the session's keys were made meanwhile, and are looked at again"));
      case Result.Found<Secret>(Secret secret) ->
          admitted(session, login, rotator.begin(session, secret));
    };
  }

  private Result<Credentials> admitted(
      WhatsAppSession session, DatabaseLogin login, Secret secret) {
    SessionNames names = SessionNames.of(session);
    SessionKeys keys = KeyKeeper.keys(secret, clock.instant(), spread);
    String password =
        new String(Base64.getDecoder().decode(keys.databasePassword()), StandardCharsets.UTF_8);
    return switch (logins.role(login, names.namespace(), names.session(), password)) {
      case Result.Missing<String>(List<Problem> problems) -> new Result.Missing<>(problems);
      case Result.Found<String>(String role) -> Result.found(new Credentials(keys, role, secret));
    };
  }

  /** Everything was brought about with these credentials: what nobody needs any more goes. */
  void finish(Secret secret) {
    rotator.finish(secret);
  }

  /** How soon keys are to be looked at again; empty when none is being replaced. */
  Optional<Duration> next(Optional<Secret> secret) {
    return secret.flatMap(rotator::next);
  }

  /** How the session's database was reached last; empty when this operator never did. */
  Optional<DatabaseLogin> login(SessionNames names) {
    return logins.login(names.namespace(), names.session());
  }

  /** The session is erased. */
  void forget(SessionNames names) {
    logins.forget(names.namespace(), names.session());
  }
}
