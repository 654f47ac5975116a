package dev.kubezap.operator.observed;

import dev.kubezap.crd.v1alpha1.MediaBucket;
import java.util.Optional;

/**
 * The bucket for files of messages with its keys.
 *
 * @param bucket as the resource or its class says
 * @param accessKey tells which key it is
 * @param secretKey signs
 * @param authorities PEM of those to trust instead of the system's
 */
public record ResolvedBucket(
    MediaBucket bucket, String accessKey, String secretKey, Optional<String> authorities) {

  /** Leaves out the keys. */
  @Override
  public String toString() {
    return "ResolvedBucket[" + bucket + "]";
  }
}
