package dev.kubezap.operator.sessionclass;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionClass;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which class counts for a session. As with storage classes the default counts for what is made
 * while it is the default, and stays: a default that is replaced or taken away moves nobody. Pure.
 */
public final class ClassChoice {

  /** Annotation of the session's keys: the class that they were last applied with. */
  public static final String ANNOTATION = "kubezap.dev/class";

  /** The newest of several defaults counts, as with storage classes. */
  private static final Comparator<WhatsAppSessionClass> NEWEST =
      Comparator.comparing(
              (WhatsAppSessionClass found) ->
                  Objects.requireNonNullElse(found.getMetadata().getCreationTimestamp(), ""))
          .thenComparing(found -> found.getMetadata().getName());

  private ClassChoice() {}

  /**
   * The name of the class that counts, whether it exists or not; empty when none does.
   *
   * @param keys the Secret with the session's keys
   * @param volumeExists whether the session was made before
   * @param classes all classes
   */
  public static Optional<String> of(
      WhatsAppSession session,
      Optional<? extends HasMetadata> keys,
      boolean volumeExists,
      Collection<WhatsAppSessionClass> classes) {
    String named = session.getSpec().className();
    if (named != null) {
      return Optional.of(named).filter(name -> !name.isEmpty());
    }
    Optional<String> former = keys.flatMap(secret -> annotation(secret, ANNOTATION));
    return former.isPresent() || volumeExists ? former : defaultOf(classes);
  }

  private static Optional<String> defaultOf(Collection<WhatsAppSessionClass> classes) {
    return classes.stream()
        .filter(ClassChoice::isDefault)
        .max(NEWEST)
        .map(found -> found.getMetadata().getName());
  }

  private static boolean isDefault(WhatsAppSessionClass found) {
    return annotation(found, WhatsAppSessionClass.DEFAULT_ANNOTATION)
        .filter("true"::equals)
        .isPresent();
  }

  private static Optional<String> annotation(HasMetadata object, String name) {
    return Optional.ofNullable(
        Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.<String, String>of())
            .get(name));
  }
}
