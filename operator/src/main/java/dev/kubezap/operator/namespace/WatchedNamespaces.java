package dev.kubezap.operator.namespace;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Which of the namespaces that are to be served are watched. One that is lost is told once and left
 * out, so that the others are looked after; one that comes back is watched again. For one thread.
 */
public final class WatchedNamespaces {

  private static final Logger LOG = Logger.getLogger(WatchedNamespaces.class);

  private final Set<String> wanted;
  private final BiFunction<String, Boolean, NamespaceAccess> probe;
  private Map<String, NamespaceAccess> standings = Map.of();
  private Set<String> watched = Set.of();

  /**
   * None is watched yet.
   *
   * @param wanted those to serve; empty: all of the cluster, which are never lost
   * @param probe how a namespace stands, by its name and whether it is watched
   */
  public WatchedNamespaces(Set<String> wanted, BiFunction<String, Boolean, NamespaceAccess> probe) {
    this.wanted = Set.copyOf(wanted);
    this.probe = probe;
  }

  /** Whether all namespaces of the cluster are served. */
  public boolean all() {
    return wanted.isEmpty();
  }

  /** Looks at each now; what is to be watched from now on. */
  public Set<String> look() {
    var now = new LinkedHashMap<String, NamespaceAccess>();
    var next = new TreeSet<String>();
    for (String namespace : new TreeSet<>(wanted)) {
      boolean before = watched.contains(namespace);
      NamespaceAccess access = probe.apply(namespace, before);
      NamespaceAccess known = standings.get(namespace);
      // The API server that is away takes nothing back of what is known.
      now.put(namespace, access == NamespaceAccess.UNKNOWN && known != null ? known : access);
      if (access == NamespaceAccess.USABLE || (access == NamespaceAccess.UNKNOWN && before)) {
        next.add(namespace);
      }
      if (access.lost() && access != known) {
        LOG.warnf("Namespace %s %s", namespace, access.meaning());
      } else if (access == NamespaceAccess.USABLE && known != null && known.lost()) {
        LOG.infof("Namespace %s is there again: its sessions are looked after", namespace);
      }
    }
    standings = now;
    watched = next;
    return Set.copyOf(next);
  }

  /** Those that are being deleted and can be worked in no more. */
  public Set<String> ending() {
    return standings.entrySet().stream()
        .filter(entry -> entry.getValue() == NamespaceAccess.ENDING)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }
}
