package dev.kubezap.pod.store;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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

  /**
   * @param more whether the list goes on
   * @param cursor of the last item
   */
  static <T> Slice<T> of(List<T> items, boolean more, Function<T, Cursor> cursor) {
    return new Slice<>(
        items, more ? Optional.of(cursor.apply(items.getLast()).encode()) : Optional.empty());
  }
}
