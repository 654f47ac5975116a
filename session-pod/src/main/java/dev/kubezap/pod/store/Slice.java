package dev.kubezap.pod.store;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param nextCursor where the next part begins, stable under inserts; empty on the last one
 */
public record Slice<T>(List<T> items, Optional<String> nextCursor) {
  /** Copies the list. */
  public Slice {
    items = List.copyOf(items);
  }
}
