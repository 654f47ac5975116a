package dev.kubezap.gateway.token;

import dev.kubezap.gateway.access.Grant;
import dev.kubezap.gateway.access.Scope;
import dev.kubezap.gateway.name.SessionId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the roles in a token open: {@code admin}, {@code manager} or {@code reader} behind a prefix,
 * for all namespaces, or for one that follows a colon. Pure.
 *
 * @param claim the claim that holds them; dots lead into objects
 * @param prefix begins those that are meant for Kubezap
 */
record Roles(String claim, String prefix) {

  private static final Map<String, Set<Scope>> SCOPES =
      Map.of(
          "admin", Set.of(Scope.ADMIN),
          "manager", Set.of(Scope.READ, Scope.SEND, Scope.MANAGE),
          "reader", Set.of(Scope.READ));

  /** What these claims open; empty when nothing. */
  List<Grant> grants(Map<String, Object> claims) {
    var grants = new ArrayList<Grant>();
    for (Object role : texts(claims)) {
      if (role instanceof String text && text.startsWith(prefix)) {
        grant(text.substring(prefix.length())).ifPresent(grants::add);
      }
    }
    return grants;
  }

  private Collection<?> texts(Map<String, Object> claims) {
    Object value = claims;
    for (String name : claim.split("[.]", -1)) {
      value = value instanceof Map<?, ?> object ? object.get(name) : null;
    }
    return switch (value) {
      case Collection<?> list -> list;
      case String one -> List.of(one.split("\\s+", -1));
      case null, default -> List.of();
    };
  }

  private static Optional<Grant> grant(String role) {
    String[] parts = role.split(":", 2);
    Optional<Set<Scope>> scopes = Optional.ofNullable(SCOPES.get(parts[0]));
    if (parts.length == 1) {
      return scopes.map(Grant::everywhere);
    }
    return scopes
        .filter(any -> SessionId.isNamespace(parts[1]))
        .map(known -> Grant.within(Set.of(parts[1]), known));
  }
}
