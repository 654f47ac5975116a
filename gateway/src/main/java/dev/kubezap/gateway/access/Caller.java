package dev.kubezap.gateway.access;

import dev.kubezap.gateway.name.SessionId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who calls.
 *
 * @param name what the audit log calls them, such as {@code key:back-office}
 * @param grants what they may do, each grant on its own
 * @param session the session whose own key was presented, when it was one
 */
public record Caller(String name, List<Grant> grants, Optional<SessionId> session) {

  /** Copies what it is given. */
  public Caller {
    grants = List.copyOf(grants);
  }

  /** A caller of the fleet. */
  public static Caller ofFleet(String name, List<Grant> grants) {
    return new Caller(name, grants, Optional.empty());
  }

  /** Who has a key of one session. */
  public static Caller ofSession(SessionId session, String keyName, Set<Scope> scopes) {
    return new Caller(
        "session-key:" + session + ":" + keyName,
        List.of(new Grant(new Grant.Where.Session(session), scopes)),
        Optional.of(session));
  }

  /** Whether they may do this with this session. */
  public boolean may(Scope scope, SessionId where) {
    return grants.stream().anyMatch(grant -> grant.allows(scope) && grant.covers(where));
  }

  /** Whether they may do this with sessions of the namespace that do not exist yet. */
  public boolean mayIn(Scope scope, String namespace) {
    return grants.stream().anyMatch(grant -> grant.allows(scope) && grant.coversAllOf(namespace));
  }

  /** Whether there is any session with which they may do this. */
  public boolean mayAnywhere(Scope scope) {
    return grants.stream().anyMatch(grant -> grant.allows(scope));
  }

  /** What they may do with this session; empty when nothing. */
  public Set<Scope> scopesAt(SessionId where) {
    var scopes = EnumSet.noneOf(Scope.class);
    grants.stream()
        .filter(grant -> grant.covers(where))
        .forEach(grant -> scopes.addAll(grant.scopes()));
    return scopes;
  }
}
