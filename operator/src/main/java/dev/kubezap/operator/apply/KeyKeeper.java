package dev.kubezap.operator.apply;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.desired.ConfigFolder;
import dev.kubezap.operator.desired.SessionKeys;
import dev.kubezap.operator.desired.SessionNames;
import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.observed.Result;
import dev.kubezap.operator.sessionclass.DatabaseChoice;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds a session's keys, and makes them exactly once. A cache that lags must never lead to a
 * second data key, since nothing that was encrypted under the first could be read again; so new
 * keys are created, never applied.
 */
public final class KeyKeeper {

  private final KubernetesClient client;
  private final KeySource keys;
  private final Clock clock;

  /** A keeper. */
  public KeyKeeper(KubernetesClient client, KeySource keys, Clock clock) {
    this.client = client;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * The Secret with the keys of a session.
   *
   * @param known the Secret as the cache has it
   * @param volumeExists whether the session had keys before, since its volume is made after them
   * @param place the class's database that a new session is to be in
   * @param stored whether its database has rows that need the keys; asked only when there are none
   */
  public Result<Secret> secret(
      WhatsAppSession session,
      Optional<Secret> known,
      boolean volumeExists,
      Optional<DatabaseChoice> place,
      Supplier<Result<Boolean>> stored) {
    if (known.filter(KeyKeeper::complete).isPresent()) {
      return Result.found(known.get());
    }
    SessionNames names = SessionNames.of(session);
    Secret live = client.secrets().inNamespace(names.namespace()).withName(names.object()).get();
    if (live == null) {
      return volumeExists
          ? Result.missing(lost(names))
          : madeUnlessStored(session, place, stored.get());
    }
    if (!names
        .session()
        .equals(
            Objects.requireNonNullElse(live.getMetadata().getLabels(), Map.<String, String>of())
                .get(SessionNames.SESSION_LABEL))) {
      return Result.missing(
          Problem.blocking(
              "NameTaken",
              "Secret "
                  + names.object()
                  + " exists and does not belong to this session: rename the session or delete that Secret"));
    }
    return complete(live) ? Result.found(live) : Result.missing(lost(names));
  }

  /** The keys to use now. */
  public static SessionKeys keys(Secret secret, Instant now, Duration spread) {
    return new SessionKeys(
        used(secret, ConfigFolder.API_KEY, now, spread),
        used(secret, ConfigFolder.DATA_KEY, now, spread),
        used(secret, ConfigFolder.DATABASE_PASSWORD, now, spread));
  }

  private static String used(Secret secret, String file, Instant now, Duration spread) {
    return RotatingKey.of(secret, file).map(key -> key.used(now, spread)).orElse("");
  }

  /** New keys over old rows would only hide that the rows cannot be read any more. */
  private Result<Secret> madeUnlessStored(
      WhatsAppSession session, Optional<DatabaseChoice> place, Result<Boolean> stored) {
    return switch (stored) {
      case Result.Missing<Boolean>(List<Problem> problems) -> new Result.Missing<>(problems);
      case Result.Found<Boolean>(Boolean there) when there ->
          Result.missing(lost(SessionNames.of(session)));
      case Result.Found<Boolean> ignored -> Result.found(made(session, place));
    };
  }

  private Secret made(WhatsAppSession session, Optional<DatabaseChoice> place) {
    Instant now = clock.instant();
    var notes = new HashMap<String, String>();
    // A resource that comes into being with a request has asked for nothing: it may be a copy.
    for (String file : List.of(ConfigFolder.API_KEY, ConfigFolder.DATABASE_PASSWORD)) {
      notes.putAll(RotatingKey.notes(file, now, KeyRotator.asked(session, file)));
    }
    place.ifPresent(choice -> notes.put(DatabaseChoice.ANNOTATION, choice.text()));
    Map<String, String> texts =
        Map.of(
            ConfigFolder.API_KEY, keys.text(),
            ConfigFolder.DATA_KEY, keys.base64(),
            ConfigFolder.DATABASE_PASSWORD, keys.text());
    return client.resource(ConfigFolder.withNewKeys(session, texts, notes)).create();
  }

  private static boolean complete(Secret secret) {
    Map<String, String> data = Objects.requireNonNullElse(secret.getData(), Map.of());
    return data.containsKey(ConfigFolder.API_KEY) && data.containsKey(ConfigFolder.DATA_KEY);
  }

  private static Problem lost(SessionNames names) {
    return Problem.blocking(
        "KeysLost",
        "Secret "
            + names.object()
            + " with the keys api-key and data-key is gone, and what the session stored in its volume or its database cannot be read without it: restore it from"
            + " a backup; or delete the session with spec.deletionPolicy LogOut, which erases what was stored, and make it anew");
  }
}
