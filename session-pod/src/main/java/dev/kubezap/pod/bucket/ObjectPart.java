package dev.kubezap.pod.bucket;

import com.google.protobuf.ByteString;

/**
 * Bytes of an object.
 *
 * @param total how many the whole object has
 */
public record ObjectPart(ByteString bytes, long total) {
  /** Hides the bytes. */
  @Override
  public String toString() {
    return "ObjectPart[" + bytes.size() + " of " + total + " bytes]";
  }
}
