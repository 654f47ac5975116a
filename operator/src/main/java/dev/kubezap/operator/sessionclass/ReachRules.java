package dev.kubezap.operator.sessionclass;

import dev.kubezap.crd.v1alpha1.Network;
import dev.kubezap.crd.v1alpha1.NetworkSource;
import dev.kubezap.crd.v1alpha1.NetworkTarget;
import dev.kubezap.crd.v1alpha1.PermittedNetwork;
import dev.kubezap.operator.observed.DatabaseHost;
import dev.kubezap.operator.observed.Destination;
import dev.kubezap.operator.observed.References;
import dev.kubezap.operator.observed.ResolvedWebhook;
import dev.kubezap.operator.settings.AddressRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a session opens no more of the network than its class permits, by its settings or by the
 * URLs that it names. Pure.
 *
 * @param permitted by the class
 * @param own the session's namespace, which needs no permission
 */
record ReachRules(PermittedNetwork permitted, String own) {

  /** What {@code spec.network} says and may not. */
  List<String> said(Network network) {
    var violations = new ArrayList<String>();
    for (NetworkSource source : network.sources()) {
      if (!namespace(permitted.from(), source.namespace())) {
        violations.add(
            "spec.network.from namespace "
                + source.namespace()
                + ": it is "
                + any(permitted.from(), "the session's own"));
      }
    }
    for (Integer port : network.ports()) {
      List<Integer> ports = permitted.publicPorts();
      if (ports != null && !ports.contains(port)) {
        violations.add(
            "spec.network.publicPorts "
                + port
                + ": it is "
                + any(ports.stream().map(String::valueOf).toList(), "none"));
      }
    }
    for (NetworkTarget target : network.targets()) {
      Optional.ofNullable(target.namespace())
          .flatMap(name -> pods("spec.network.to", name))
          .ifPresent(violations::add);
      Optional.ofNullable(target.cidr())
          .flatMap(cidr -> addresses("spec.network.to cidr", cidr, AddressRange.read(cidr)))
          .ifPresent(violations::add);
    }
    return violations;
  }

  /**
   * Where URLs lead and may not.
   *
   * @param ownDatabase whether the session names its database itself
   */
  List<String> named(References references, boolean ownDatabase) {
    var violations = new ArrayList<String>();
    for (ResolvedWebhook webhook : references.webhooks()) {
      Destination.of(webhook.url(), own)
          .flatMap(there -> violation("webhook " + webhook.name(), there))
          .ifPresent(violations::add);
    }
    references
        .proxy()
        .flatMap(url -> Destination.of(url, own))
        .flatMap(there -> violation("the proxy of spec.proxySecretRef", there))
        .ifPresent(violations::add);
    references
        .bucket()
        .flatMap(bucket -> Destination.of(bucket.bucket().endpoint(), own))
        .flatMap(there -> violation("the bucket of spec.media", there))
        .ifPresent(violations::add);
    if (ownDatabase) {
      DatabaseHost.of(references.database().url()).stream()
          .flatMap(host -> database(host).stream())
          .forEach(violations::add);
    }
    return violations;
  }

  private Optional<String> database(DatabaseHost host) {
    String field = "the database of spec.database";
    return Destination.of(host.name(), host.port(), own)
        .flatMap(
            there ->
                // What such a name stands for may be any address, a neighbour's, too.
                there instanceof Destination.Name && permitted.cidrs() != null
                    ? Optional.of(
                        field
                            + " at "
                            + host.name()
                            + ": name it by an address in "
                            + any(permitted.cidrs(), "no range at all"))
                    : violation(field, there));
  }

  private Optional<String> violation(String field, Destination there) {
    return switch (there) {
      case Destination.Pods(String namespace) -> pods(field, namespace);
      case Destination.Address(AddressRange range, int port) ->
          addresses(field, range.toString(), Optional.of(range));
      case Destination.Name name -> Optional.empty();
    };
  }

  private Optional<String> pods(String field, String namespace) {
    return namespace(permitted.namespaces(), namespace)
        ? Optional.empty()
        : Optional.of(
            field
                + " in namespace "
                + namespace
                + ": it is "
                + any(permitted.namespaces(), "the session's own"));
  }

  private Optional<String> addresses(String field, String text, Optional<AddressRange> range) {
    List<String> cidrs = permitted.cidrs();
    boolean contained =
        cidrs == null
            || cidrs.stream()
                .flatMap(cidr -> AddressRange.read(cidr).stream())
                .anyMatch(one -> range.filter(one::contains).isPresent());
    return contained
        ? Optional.empty()
        : Optional.of(field + " " + text + ": it is in " + any(cidrs, "no range at all"));
  }

  private boolean namespace(@Nullable List<String> patterns, String namespace) {
    return patterns == null
        || namespace.equals(own)
        || patterns.stream().anyMatch(pattern -> ClassRules.matches(pattern, namespace));
  }

  private static String any(@Nullable List<String> names, String none) {
    return names == null || names.isEmpty() ? none : ClassRules.any(names);
  }
}
