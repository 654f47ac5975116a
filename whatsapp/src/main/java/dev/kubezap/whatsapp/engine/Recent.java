package dev.kubezap.whatsapp.engine;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntBiFunction;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was used last, up to a weight; the least recently used goes first. Used by one
 * thread.
 */
final class Recent<K, V> {
  private final Map<K, V> values = new LinkedHashMap<>(64, 0.75f, true);
  private final long capacity;
  private final ToIntBiFunction<K, V> weight;
  private long total;

  /**
   * @param capacity the most that all values may weigh together
   * @param weight what a value weighs; the same for the same value
   */
  Recent(long capacity, ToIntFunction<V> weight) {
    this(capacity, (_, value) -> weight.applyAsInt(value));
  }

  /**
   * @param capacity the most that all values may weigh together
   * @param weight what a value weighs under its key; the same for the same value
   */
  Recent(long capacity, ToIntBiFunction<K, V> weight) {
    this.capacity = capacity;
    this.weight = weight;
  }

  /** One that counts its values. */
  static <K, V> Recent<K, V> counted(int capacity) {
    return new Recent<>(capacity, value -> 1);
  }

  @Nullable V get(K key) {
    return values.get(key);
  }

  void put(K key, V value) {
    V before = values.put(key, value);
    total += weight.applyAsInt(key, value) - (before == null ? 0 : weight.applyAsInt(key, before));
    if (total <= capacity) {
      return;
    }
    Iterator<Map.Entry<K, V>> oldest = values.entrySet().iterator();
    while (total > capacity && oldest.hasNext()) {
      Map.Entry<K, V> entry = oldest.next();
      total -= weight.applyAsInt(entry.getKey(), entry.getValue());
      oldest.remove();
    }
  }

  void remove(K key) {
    V before = values.remove(key);
    total -= before == null ? 0 : weight.applyAsInt(key, before);
  }

  void clear() {
    values.clear();
    total = 0;
  }
}
