package dev.kubezap.operator.sessionclass;

import dev.kubezap.crd.v1alpha1.ClassDatabase;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * In which of its class's databases a session's rows are. It is chosen once, when the session's
 * keys are made, and stands beside them: rows do not move by themselves. Pure.
 *
 * @param className the class whose database it is
 * @param database its name in that class
 */
public record DatabaseChoice(String className, String database) {

  /** Annotation of the session's keys: class and database, with a slash between them. */
  public static final String ANNOTATION = "kubezap.dev/database";

  /** What stands beside these keys; empty for the operator's database. */
  public static Optional<DatabaseChoice> of(HasMetadata keys) {
    return Optional.ofNullable(
            Objects.requireNonNullElse(
                    keys.getMetadata().getAnnotations(), Map.<String, String>of())
                .get(ANNOTATION))
        .map(text -> text.split("/", 2))
        .map(parts -> new DatabaseChoice(parts[0], parts.length == 2 ? parts[1] : ""));
  }

  /**
   * The database for a new session: the first that is not full.
   *
   * @param sessions how many sessions are in a database
   * @return empty when all are full
   */
  public static Optional<DatabaseChoice> next(
      String className, List<ClassDatabase> databases, ToLongFunction<DatabaseChoice> sessions) {
    return databases.stream()
        .filter(
            one -> sessions.applyAsLong(new DatabaseChoice(className, one.name())) < one.sessions())
        .findFirst()
        .map(one -> new DatabaseChoice(className, one.name()));
  }

  /** This one among those that its class has now. */
  public Optional<ClassDatabase> among(Collection<ClassDatabase> databases) {
    return databases.stream().filter(one -> one.name().equals(database)).findFirst();
  }

  /** As it stands beside the keys. */
  public String text() {
    return className + "/" + database;
  }
}
