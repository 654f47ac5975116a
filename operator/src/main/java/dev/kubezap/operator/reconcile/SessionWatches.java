package dev.kubezap.operator.reconcile;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.namespace.WatchedNamespaces;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.RuntimeInfo;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The loop's watches, on all namespaces or on those of the wanted ones that can be watched. {@link
 * #begin} and {@link #look} are for one thread, everything else is for all.
 */
final class SessionWatches {

  private static final Logger LOG = Logger.getLogger(SessionWatches.class);

  private final Operator operator;
  private final Function<Set<String>, RegisteredController<WhatsAppSession>> registration;
  private final WatchedNamespaces namespaces;
  private Optional<RegisteredController<WhatsAppSession>> controller = Optional.empty();
  private Set<String> watched = Set.of();
  private volatile boolean begun;
  private volatile Optional<String> obstacle = Optional.empty();

  /**
   * Watches nothing yet.
   *
   * @param registration registers the loop with the operator, for these namespaces; none: for all
   */
  SessionWatches(
      Operator operator,
      Function<Set<String>, RegisteredController<WhatsAppSession>> registration,
      WatchedNamespaces namespaces) {
    this.operator = operator;
    this.registration = registration;
    this.namespaces = namespaces;
  }

  /** Fills the caches and begins; waits for the first namespace when there is none to watch. */
  void begin() {
    Set<String> first = namespaces.look();
    if (!namespaces.all() && first.isEmpty()) {
      return;
    }
    controller = Optional.of(registration.apply(first));
    watched = first;
    operator.start();
    begun = true;
  }

  /** Looks which namespaces can be watched now, and watches them. */
  void look() {
    if (namespaces.all()) {
      return;
    }
    if (!begun) {
      begin();
      return;
    }
    Set<String> next = namespaces.look();
    if (next.equals(watched)) {
      return;
    }
    try {
      controller.ifPresent(there -> there.changeNamespaces(next));
      watched = next;
    } catch (OperatorException e) {
      // It leaves the loop standing half begun.
      LOG.warnf("The watches could not be changed to those of %s: %s", next, e.getMessage());
      obstacle = Optional.of("the watches could not be changed to those of " + next);
    }
  }

  /** Namespaces that go with the operator's rights, and whose sessions wait to be let go. */
  Set<String> ending() {
    return namespaces.ending();
  }

  /** Whether the loop has begun, rather than waiting for a namespace. */
  boolean begun() {
    return begun;
  }

  /** Whether all watches that there are to be are alive. */
  boolean alive() {
    if (!begun) {
      return !namespaces.all();
    }
    RuntimeInfo info = operator.getRuntimeInfo();
    return info.isStarted() && info.allEventSourcesAreHealthy();
  }

  /** Why only a new process can help. */
  Optional<String> obstacle() {
    return obstacle;
  }

  void stop() {
    if (begun) {
      operator.stop();
    }
  }
}
