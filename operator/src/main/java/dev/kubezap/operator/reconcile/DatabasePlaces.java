package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.v1alpha1.ClassDatabase;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionSpec;
import dev.kubezap.operator.desired.SessionNames;
import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.observed.Result;
import dev.kubezap.operator.sessionclass.DatabaseChoice;
import dev.kubezap.operator.sessionclass.EffectiveSpec;
import dev.kubezap.operator.settings.DatabaseLogin;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Where sessions are that name no database: in the operator's, or in one of their class's. */
final class DatabasePlaces {

  private final SessionCaches caches;
  private final SessionClasses classes;
  private final SecretReader secrets;
  private final Supplier<Optional<DatabaseLogin>> otherwise;

  /** Where each session is that is in a class's database; what is in no cache yet counts, too. */
  private final Map<SessionNames, DatabaseChoice> places = new HashMap<>();

  private boolean counted;

  /**
   * Nothing is known yet.
   *
   * @param otherwise the operator's database
   */
  DatabasePlaces(
      SessionCaches caches,
      SessionClasses classes,
      SecretReader secrets,
      Supplier<Optional<DatabaseLogin>> otherwise) {
    this.caches = caches;
    this.classes = classes;
    this.secrets = secrets;
    this.otherwise = otherwise;
  }

  /**
   * A session's place.
   *
   * @param choice the class's database; empty for the operator's, or for the session's own
   * @param login of sessions that name no database themselves; empty when there is none
   */
  record Place(Optional<DatabaseChoice> choice, Optional<DatabaseLogin> login) {}

  /**
   * Where a session is, or is to be.
   *
   * @param keys the Secret with its keys
   * @param volumeExists whether the session was made before
   */
  Result<Place> of(
      SessionNames names, EffectiveSpec effective, Optional<Secret> keys, boolean volumeExists) {
    boolean made = keys.isPresent() || volumeExists;
    if (made) {
      return former(effective.spec(), keys);
    }
    if (effective.spec().database() != null || effective.databases().isEmpty()) {
      return Result.found(new Place(Optional.empty(), otherwise.get()));
    }
    String className = effective.className().orElse("");
    Optional<DatabaseChoice> choice = choose(names, className, effective.databases());
    return choice.isEmpty()
        ? Result.missing(
            Problem.blocking(
                "DatabasesFull",
                "all databases of WhatsAppSessionClass "
                    + className
                    + " have as many sessions as they take: add one to spec.databases of the class, or raise their sessions"))
        : login(choice.get());
  }

  /** Where a session is that was made before. */
  Result<Place> former(WhatsAppSessionSpec spec, Optional<Secret> keys) {
    Optional<DatabaseChoice> choice = keys.flatMap(DatabaseChoice::of);
    return choice.isEmpty()
        ? Result.found(new Place(Optional.empty(), otherwise.get()))
        : spec.database() != null
            ? Result.found(new Place(choice, Optional.empty()))
            : login(choice.get());
  }

  /** The session is erased, or its keys are kept, by which it is counted then. */
  synchronized void forget(SessionNames names) {
    if (caches.get(Secret.class, names, names.object()).isEmpty()) {
      places.remove(names);
    }
  }

  private Result<Place> login(DatabaseChoice choice) {
    Optional<ClassDatabase> database = choice.among(classes.databases(choice.className()));
    if (database.isEmpty()) {
      return Result.missing(
          Problem.absent(
              "DatabaseUnknown",
              "the session's rows are in the database "
                  + choice.database()
                  + " of WhatsAppSessionClass "
                  + choice.className()
                  + ", which is not there any more: put it back into spec.databases of the class"));
    }
    var secret = database.get().secretRef();
    return switch (secrets.resolver(secret.namespace()).database(secret.name())) {
      case Result.Found<DatabaseLogin>(DatabaseLogin login) ->
          Result.found(new Place(Optional.of(choice), Optional.of(login)));
      case Result.Missing<DatabaseLogin>(List<Problem> problems) ->
          new Result.Missing<>(
              problems.stream()
                  .map(
                      problem ->
                          problem.about(
                              "in namespace "
                                  + secret.namespace()
                                  + ", for the database "
                                  + choice.database()
                                  + " of WhatsAppSessionClass "
                                  + choice.className()))
                  .toList());
    };
  }

  private synchronized Optional<DatabaseChoice> choose(
      SessionNames names, String className, List<ClassDatabase> databases) {
    DatabaseChoice reserved = places.get(names);
    if (reserved != null && reserved.className().equals(className)) {
      return Optional.of(reserved);
    }
    if (!counted) {
      count();
    }
    Optional<DatabaseChoice> choice = next(className, databases);
    if (choice.isEmpty()) {
      // Kept keys may have been deleted by hand.
      count();
      choice = next(className, databases);
    }
    choice.ifPresent(found -> places.put(names, found));
    return choice;
  }

  private Optional<DatabaseChoice> next(String className, List<ClassDatabase> databases) {
    return DatabaseChoice.next(
        className, databases, choice -> places.values().stream().filter(choice::equals).count());
  }

  private void count() {
    counted = true;
    places.keySet().removeIf(session -> !caches.hasSession(session));
    caches
        .all(Secret.class)
        .forEach(
            secret ->
                DatabaseChoice.of(secret)
                    .ifPresent(
                        choice ->
                            SessionNames.ofObject(secret)
                                .ifPresent(session -> places.put(session, choice))));
  }
}
