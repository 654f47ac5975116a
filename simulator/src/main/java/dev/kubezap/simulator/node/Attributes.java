package dev.kubezap.simulator.node;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A node's attributes in their order. Immutable. One array of names and values by turns: nodes have
 * few, are made for every stanza and are kept by the thousand, where a map of linked entries takes
 * ten times the memory.
 */
final class Attributes extends AbstractMap<String, String> {
  private static final Attributes NONE = new Attributes(new String[0]);

  private final String[] pairs;

  private Attributes(String[] pairs) {
    this.pairs = pairs;
  }

  static Attributes copyOf(Map<String, String> map) {
    if (map instanceof Attributes attributes) {
      return attributes;
    }
    if (map.isEmpty()) {
      return NONE;
    }
    String[] pairs = new String[2 * map.size()];
    int at = 0;
    for (Entry<String, String> entry : map.entrySet()) {
      pairs[at++] = entry.getKey();
      pairs[at++] = entry.getValue();
    }
    return new Attributes(pairs);
  }

  /** With one more at the end, or another value in its place. */
  Attributes with(String name, String value) {
    int at = indexOf(name);
    String[] more = Arrays.copyOf(pairs, at < 0 ? pairs.length + 2 : pairs.length);
    int place = at < 0 ? pairs.length : at;
    more[place] = name;
    more[place + 1] = value;
    return new Attributes(more);
  }

  Attributes without(String name) {
    int at = indexOf(name);
    if (at < 0) {
      return this;
    }
    String[] fewer = new String[pairs.length - 2];
    System.arraycopy(pairs, 0, fewer, 0, at);
    System.arraycopy(pairs, at + 2, fewer, at, fewer.length - at);
    return new Attributes(fewer);
  }

  private int indexOf(@Nullable Object name) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public int size() {
    return pairs.length / 2;
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return indexOf(name) >= 0;
  }

  @Override
  public @Nullable String get(@Nullable Object name) {
    int at = indexOf(name);
    return at < 0 ? null : pairs[at + 1];
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super String> action) {
    for (int i = 0; i < pairs.length; i += 2) {
      action.accept(pairs[i], pairs[i + 1]);
    }
  }

  @Override
  public Set<Entry<String, String>> entrySet() {
    return new AbstractSet<>() {
      @Override
      public int size() {
        return pairs.length / 2;
      }

      @Override
      public Iterator<Entry<String, String>> iterator() {
        return new Entries();
      }
    };
  }

  private final class Entries implements Iterator<Entry<String, String>> {
    private int at;

    @Override
    public boolean hasNext() {
      return at < pairs.length;
    }

    @Override
    public Entry<String, String> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      at += 2;
      return Map.entry(pairs[at - 2], pairs[at - 1]);
    }
  }
}
