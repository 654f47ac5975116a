package dev.kubezap.playground.node.volume;

import dev.kubezap.playground.node.spec.MissingSourceException;
import io.fabric8.kubernetes.api.model.Pod;
import org.jspecify.annotations.Nullable;

/** Service-account tokens that are bound to a pod. */
@FunctionalInterface
public interface Tokens {

  /**
   * A token with enough of its life left.
   *
   * @param audience null for the API server's own
   * @param expirationSeconds its wanted life, null for an hour
   * @throws MissingSourceException when the API server refuses it
   */
  String token(Pod pod, @Nullable String audience, @Nullable Long expirationSeconds)
      throws MissingSourceException;
}
