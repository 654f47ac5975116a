package dev.kubezap.pod.api;

import java.util.Optional;

/**
 * Which part of a list is wanted.
 *
 * @param limit how many items, 1 to 200
 * @param cursor where the page before ended
 * @param skip how many of the first items are left out, 0 to 10,000
 */
public record PageRequest(int limit, Optional<String> cursor, int skip) {
  /** Without leaving out any. */
  public PageRequest(int limit, Optional<String> cursor) {
    this(limit, cursor, 0);
  }
}
