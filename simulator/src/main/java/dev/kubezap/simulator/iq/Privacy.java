package dev.kubezap.simulator.iq;

import java.util.List;
import java.util.Map;

/** The categories of privacy, and the values that each may have. */
final class Privacy {
  private static final List<String> PEOPLE =
      List.of("all", "contacts", "contact_blacklist", "none");

  private static final Map<String, List<String>> CATEGORIES =
      Map.of(
          "last", PEOPLE,
          "profile", PEOPLE,
          "status", PEOPLE,
          "groupadd", PEOPLE,
          "online", List.of("all", "match_last_seen"),
          "readreceipts", List.of("all", "none"),
          "calladd", List.of("all", "known"),
          "messages", List.of("all", "contacts"),
          "defense", List.of("off", "on_standard"),
          "stickers", List.of("contacts", "contact_allowlist", "none"));

  private Privacy() {}

  static boolean allows(String name, String value) {
    return CATEGORIES.getOrDefault(name, List.of()).contains(value);
  }
}
