package dev.kubezap.pod.server;

import java.util.Map;
import java.util.Optional;

/**
 * A request without its body.
 *
 * @param path as it was sent, percent-encoded
 * @param query what follows the question mark, empty when there is none
 * @param persistent whether the caller may use the connection again
 * @param chunking whether the caller understands chunks (HTTP/1.1)
 * @param headers by lower-case name; of a repeated one the first counts
 * @param bodyLength in bytes; {@link #CHUNKED} when it is told by chunks
 */
record RequestHead(
    String method,
    String path,
    String query,
    boolean persistent,
    boolean chunking,
    Map<String, String> headers,
    long bodyLength) {

  /** The length of a body that comes in chunks. */
  static final long CHUNKED = -1;

  RequestHead {
    headers = Map.copyOf(headers);
  }

  Optional<String> header(String lowerCaseName) {
    return Optional.ofNullable(headers.get(lowerCaseName));
  }

  boolean hasBody() {
    return bodyLength != 0;
  }

  /** Names no value: they may be secrets. */
  @Override
  public String toString() {
    return method;
  }
}
