package dev.kubezap.gateway.name;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which session.
 *
 * @param namespace its namespace
 * @param name its name there
 */
public record SessionId(String namespace, String name) {

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final int LONGEST_NAMESPACE = 63;

  /** As long as the resource allows. */
  public static final int LONGEST_NAME = 48;

  /** A session whose two names are possible ones; empty otherwise. */
  public static Optional<SessionId> of(String namespace, String name) {
    return isNamespace(namespace) && isName(name)
        ? Optional.of(new SessionId(namespace, name))
        : Optional.empty();
  }

  /** Whether a namespace may be called so. */
  public static boolean isNamespace(String text) {
    return text.length() <= LONGEST_NAMESPACE && LABEL.matcher(text).matches();
  }

  /** Whether a session may be called so. */
  public static boolean isName(String text) {
    return text.length() <= LONGEST_NAME && LABEL.matcher(text).matches();
  }

  /** As callers write it: {@code namespace/name}. */
  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
