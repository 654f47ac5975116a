package dev.kubezap.gateway.access;

import dev.kubezap.gateway.name.SessionId;
import java.util.Set;

/**
 * What may be done with some sessions.
 *
 * @param where which sessions
 * @param scopes what
 */
public record Grant(Where where, Set<Scope> scopes) {

  /** Copies what it is given. */
  public Grant {
    scopes = Set.copyOf(scopes);
  }

  /** Which sessions a grant speaks of. */
  public sealed interface Where {
    /** All of them. */
    record Everywhere() implements Where {}

    /**
     * Those of some namespaces.
     *
     * @param names the namespaces
     */
    record Namespaces(Set<String> names) implements Where {
      /** Copies what it is given. */
      public Namespaces {
        names = Set.copyOf(names);
      }
    }

    /**
     * One session.
     *
     * @param id which
     */
    record Session(SessionId id) implements Where {}
  }

  /** A grant for every session. */
  public static Grant everywhere(Set<Scope> scopes) {
    return new Grant(new Where.Everywhere(), scopes);
  }

  /** A grant for the sessions of some namespaces. */
  public static Grant within(Set<String> namespaces, Set<Scope> scopes) {
    return new Grant(new Where.Namespaces(namespaces), scopes);
  }

  boolean allows(Scope scope) {
    return scopes.contains(Scope.ADMIN) || scopes.contains(scope);
  }

  boolean covers(SessionId session) {
    return switch (where) {
      case Where.Everywhere() -> true;
      case Where.Namespaces(Set<String> names) -> names.contains(session.namespace());
      case Where.Session(SessionId id) -> id.equals(session);
    };
  }

  /** Whether it speaks of sessions of this namespace that do not exist yet. */
  boolean coversAllOf(String namespace) {
    return switch (where) {
      case Where.Everywhere() -> true;
      case Where.Namespaces(Set<String> names) -> names.contains(namespace);
      case Where.Session session -> false;
    };
  }
}
