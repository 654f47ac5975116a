package dev.kubezap.pod.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a request says of who makes it: a key or a token, and what it narrows that to.
 *
 * @param headers by lower-case name; secrets
 */
public record Credentials(Map<String, String> headers) {
  private static final String AUTHORIZATION = "authorization";
  private static final String KEY = "x-api-key";

  public Credentials {
    headers = Map.copyOf(headers);
  }

  /** Those of a request; empty when it has none. */
  public static Optional<Credentials> of(Map<String, String> all) {
    Map<String, String> found = new LinkedHashMap<>();
    Stream.of(AUTHORIZATION, KEY)
        .filter(name -> !all.getOrDefault(name, "").isBlank())
        .forEach(name -> found.put(name, all.getOrDefault(name, "")));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Optional.ofNullable(all.get(Authenticator.SCOPES))
        .ifPresent(scopes -> found.put(Authenticator.SCOPES, scopes));
    return Optional.of(new Credentials(found));
  }

  /** A key or token, as it would stand in a header. */
  public static Credentials ofKey(String key) {
    return new Credentials(Map.of(KEY, key));
  }

  /** A request's headers with these in the place of its own. */
  Map<String, String> in(Map<String, String> all) {
    Map<String, String> both = new LinkedHashMap<>(all);
    both.keySet().removeAll(Set.of(AUTHORIZATION, KEY, Authenticator.SCOPES));
    both.putAll(headers);
    return both;
  }

  /** Leaves out the secrets. */
  @Override
  public String toString() {
    return "Credentials";
  }
}
