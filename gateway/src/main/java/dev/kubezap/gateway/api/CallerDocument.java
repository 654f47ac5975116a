package dev.kubezap.gateway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kubezap.gateway.access.Caller;
import dev.kubezap.gateway.access.Grant;
import dev.kubezap.gateway.access.Scope;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, and what they may do.
 *
 * @param name what the audit log calls them
 * @param session the session whose own key was presented, as {@code namespace/name}
 * @param grants what they may do, each on its own
 * @param defaultNamespace where a session is made that names no namespace
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CallerDocument(
    String name, @Nullable String session, List<Allowed> grants, String defaultNamespace) {

  /** Copies what it is given. */
  public CallerDocument {
    grants = List.copyOf(grants);
  }

  /**
   * What may be done with some sessions.
   *
   * @param namespaces with those of these namespaces
   * @param session with this one; without both: with every one
   * @param scopes what; admin is everything
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Allowed(
      @Nullable List<String> namespaces, @Nullable String session, List<String> scopes) {}

  static CallerDocument of(Caller caller, String defaultNamespace) {
    return new CallerDocument(
        caller.name(),
        caller.session().map(Object::toString).orElse(null),
        caller.grants().stream().map(CallerDocument::allowed).toList(),
        defaultNamespace);
  }

  private static Allowed allowed(Grant grant) {
    List<String> scopes = grant.scopes().stream().sorted().map(Scope::text).toList();
    return switch (grant.where()) {
      case Grant.Where.Everywhere() -> new Allowed(null, null, scopes);
      case Grant.Where.Namespaces(Set<String> names) ->
          new Allowed(names.stream().sorted().toList(), null, scopes);
      case Grant.Where.Session(var id) -> new Allowed(null, id.toString(), scopes);
    };
  }
}
