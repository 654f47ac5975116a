package dev.kubezap.pod.bucket;

/**
 * Who asks.
 *
 * @param access tells which key it is; not secret
 * @param secret signs
 */
public record BucketKeys(String access, String secret) {
  @Override
  public String toString() {
    return "BucketKeys[…]";
  }
}
