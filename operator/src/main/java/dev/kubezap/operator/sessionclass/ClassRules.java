package dev.kubezap.operator.sessionclass;

import dev.kubezap.crd.v1alpha1.ClassPolicy;
import dev.kubezap.crd.v1alpha1.PermittedSecrets;
import dev.kubezap.crd.v1alpha1.SessionResources;
import dev.kubezap.crd.v1alpha1.Storage;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionClass;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionSpec;
import dev.kubezap.operator.observed.Problem;
import dev.kubezap.operator.observed.References;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether a session says only what its class permits. What the class itself, or the operator, gives
 * a session needs no permission. Pure.
 */
public final class ClassRules {

  private static final String FORBIDS = "ClassForbids";
  private static final String STORAGE = "storage";

  /** Without a limit a container may take all that its node has of these. */
  private static final Set<String> UNLIMITED = Set.of("cpu", "memory");

  /** Ends a part of an image's name. */
  private static final String SEPARATORS = "/:@";

  private ClassRules() {}

  /** What a person should know and change: each field and value; empty when all is permitted. */
  public static Optional<Problem> violation(WhatsAppSession session, WhatsAppSessionClass chosen) {
    ClassPolicy policy = chosen.getSpec().policy();
    if (policy == null) {
      return Optional.empty();
    }
    var violations = new ArrayList<String>();
    WhatsAppSessionSpec own = session.getSpec();
    namespace(session.getMetadata().getNamespace(), policy).ifPresent(violations::add);
    image(own, policy).ifPresent(violations::add);
    storageClass(own, policy).ifPresent(violations::add);
    new TreeMap<>(policy.maximum())
        .forEach((resource, most) -> violations.addAll(amounts(own, resource, most)));
    Optional.ofNullable(policy.network())
        .map(network -> new ReachRules(network, session.getMetadata().getNamespace()))
        .ifPresent(rules -> violations.addAll(rules.said(own.reach())));
    return problem(chosen.getMetadata().getName(), violations);
  }

  /**
   * The same for where the URLs lead that the session names, which open the network by themselves.
   *
   * @param namespace the session's
   */
  public static Optional<Problem> reach(
      EffectiveSpec effective, References references, String namespace) {
    return problem(
        effective.className().orElse(""),
        new ReachRules(effective.network(), namespace)
            .named(references, effective.spec().database() != null));
  }

  private static Optional<Problem> problem(String name, List<String> violations) {
    return violations.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Problem.blocking(FORBIDS, beginning(name) + String.join("; nor ", violations)));
  }

  /**
   * Why a Secret that the session names is not taken; empty when it is.
   *
   * @param labels the Secret's
   */
  public static Optional<Problem> secret(
      EffectiveSpec effective, String name, Map<String, String> labels) {
    return effective.secrets() == PermittedSecrets.LABELLED
            && !"true".equals(labels.get(PermittedSecrets.LABEL))
        ? Optional.of(
            Problem.blocking(
                FORBIDS,
                beginning(effective.className().orElse(""))
                    + "Secret "
                    + name
                    + ": it takes Secrets with the label "
                    + PermittedSecrets.LABEL
                    + ": \"true\""))
        : Optional.empty();
  }

  private static String beginning(String name) {
    return "WhatsAppSessionClass " + name + " does not permit ";
  }

  private static Optional<String> namespace(String namespace, ClassPolicy policy) {
    boolean permitted =
        policy.namespaces().isEmpty()
            || policy.namespaces().stream().anyMatch(pattern -> matches(pattern, namespace));
    return permitted
        ? Optional.empty()
        : Optional.of(
            "metadata.namespace " + namespace + ": it is for " + any(policy.namespaces()));
  }

  static boolean matches(String pattern, String namespace) {
    return pattern.endsWith("*")
        ? namespace.startsWith(pattern.substring(0, pattern.length() - 1))
        : namespace.equals(pattern);
  }

  private static Optional<String> image(WhatsAppSessionSpec own, ClassPolicy policy) {
    String image = own.image();
    boolean permitted =
        image == null
            || policy.images().isEmpty()
            || policy.images().stream().anyMatch(prefix -> begins(image, prefix));
    return permitted
        ? Optional.empty()
        : Optional.of("spec.image " + image + ": images begin with " + any(policy.images()));
  }

  /** What begins with the name of a repository need not be of it. */
  private static boolean begins(String image, String prefix) {
    return image.startsWith(prefix)
        && (image.length() == prefix.length()
            || SEPARATORS.indexOf(prefix.charAt(prefix.length() - 1)) >= 0
            || SEPARATORS.indexOf(image.charAt(prefix.length())) >= 0);
  }

  private static Optional<String> storageClass(WhatsAppSessionSpec own, ClassPolicy policy) {
    return Optional.ofNullable(own.storage())
        .map(Storage::storageClassName)
        .filter(name -> !policy.storageClassNames().isEmpty())
        .filter(name -> !policy.storageClassNames().contains(name))
        .map(
            name ->
                "spec.storage.storageClassName "
                    + name
                    + ": it is "
                    + any(policy.storageClassNames()));
  }

  private static List<String> amounts(WhatsAppSessionSpec own, String resource, Quantity most) {
    if (resource.equals(STORAGE)) {
      return Optional.ofNullable(own.storage()).map(Storage::size).stream()
          .flatMap(size -> above("spec.storage.size", Quantity.parse(size), most).stream())
          .toList();
    }
    SessionResources resources = own.resources();
    if (resources == null) {
      return List.of();
    }
    var violations = new ArrayList<String>();
    amount("spec.resources.requests." + resource, resources.requests(), resource, most)
        .ifPresent(violations::add);
    if (UNLIMITED.contains(resource) && !resources.limits().containsKey(resource)) {
      violations.add("spec.resources without limits." + resource + ": set it to at most " + most);
    }
    amount("spec.resources.limits." + resource, resources.limits(), resource, most)
        .ifPresent(violations::add);
    return violations;
  }

  private static Optional<String> amount(
      String field, Map<String, Quantity> amounts, String resource, Quantity most) {
    return Optional.ofNullable(amounts.get(resource)).flatMap(amount -> above(field, amount, most));
  }

  private static Optional<String> above(String field, Quantity amount, Quantity most) {
    return amount.getNumericalAmount().compareTo(most.getNumericalAmount()) <= 0
        ? Optional.empty()
        : Optional.of(field + " " + amount + ": at most " + most);
  }

  static String any(List<String> permitted) {
    return String.join(" or ", permitted);
  }
}
