package dev.kubezap.simulator.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AttributesTest {
  @Test
  void areWhatAMapOfLinkedEntriesIsAfterTheSameChanges() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      Map<String, String> expected = new LinkedHashMap<>();
      Attributes attributes = Attributes.copyOf(Map.of());
      for (int change = 0; change < 12; change++) {
        String name = "n" + random.nextInt(6);
        if (random.nextInt(3) == 0) {
          expected.remove(name);
          attributes = attributes.without(name);
        } else {
          expected.put(name, "v" + change);
          attributes = attributes.with(name, "v" + change);
        }
        same(expected, attributes);
        same(expected, Attributes.copyOf(expected));
      }
    }
  }

  private static void same(Map<String, String> expected, Attributes attributes) {
    assertEquals(expected, attributes);
    assertEquals(attributes, expected);
    assertEquals(expected.hashCode(), attributes.hashCode());
    assertEquals(List.copyOf(expected.entrySet()), List.copyOf(attributes.entrySet()), "the order");
    List<String> each = new ArrayList<>();
    attributes.forEach((name, value) -> each.add(name + "=" + value));
    assertEquals(expected.entrySet().stream().map(Object::toString).toList(), each);
    for (int i = 0; i < 6; i++) {
      assertEquals(expected.get("n" + i), attributes.get("n" + i));
      assertEquals(expected.containsKey("n" + i), attributes.containsKey("n" + i));
    }
  }

  @Test
  void aChangeLeavesTheOneBeforeAsItWas() {
    Attributes one = Attributes.copyOf(Map.of("a", "1"));
    assertEquals(Map.of("a", "2"), one.with("a", "2"));
    assertEquals(Map.of(), one.without("a"));
    assertSame(one, one.without("b"));
    assertEquals(Map.of("a", "1"), one);
  }

  @Test
  void cannotBeChangedInPlace() {
    Attributes one = Attributes.copyOf(Map.of("a", "1"));
    assertThrows(UnsupportedOperationException.class, () -> one.put("b", "2"));
    assertThrows(UnsupportedOperationException.class, () -> one.remove("a"));
    assertNull(one.get(null));
    assertFalse(one.containsKey("b"));
    assertTrue(one.containsKey("a"));
  }
}
