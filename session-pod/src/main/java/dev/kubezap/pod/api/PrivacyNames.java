package dev.kubezap.pod.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The categories of privacy and their values as callers write them, beside WhatsApp's own
 * (PROTOCOL-2026 5). What WhatsApp names and this list does not is shown as it is.
 */
final class PrivacyNames {
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("all", "everyone"),
          Map.entry("contacts", "contacts"),
          Map.entry("contact_blacklist", "contactsExcept"),
          Map.entry("contact_allowlist", "someContacts"),
          Map.entry("none", "nobody"),
          Map.entry("match_last_seen", "matchLastSeen"),
          Map.entry("known", "known"),
          Map.entry("off", "off"),
          Map.entry("on_standard", "on"));

  private static final Map<String, Category> CATEGORIES = categories();

  /**
   * A category.
   *
   * @param field as callers write it
   * @param name WhatsApp's
   * @param settable WhatsApp's values that can be set without a list of people
   */
  record Category(String field, String name, List<String> settable) {

    /** The values that callers may set. */
    List<String> values() {
      return settable.stream().map(PrivacyNames::value).toList();
    }

    /** WhatsApp's value for a caller's. */
    Optional<String> named(String value) {
      return settable.stream().filter(own -> value(own).equals(value)).findFirst();
    }
  }

  private PrivacyNames() {}

  private static Map<String, Category> categories() {
    Map<String, Category> all = new LinkedHashMap<>();
    List<String> people = List.of("all", "contacts", "none");
    List.of(
            new Category("lastSeen", "last", people),
            new Category("online", "online", List.of("all", "match_last_seen")),
            new Category("picture", "profile", people),
            new Category("about", "status", people),
            new Category("readReceipts", "readreceipts", List.of("all", "none")),
            new Category("groupAdd", "groupadd", List.of("all", "contacts")),
            new Category("callAdd", "calladd", List.of("all", "known")),
            new Category("messages", "messages", List.of("all", "contacts")),
            new Category("defense", "defense", List.of("off", "on_standard")),
            new Category("stickers", "stickers", List.of("contacts", "none")))
        .forEach(category -> all.put(category.field(), category));
    return all;
  }

  /** All categories, in the order in which they are shown. */
  static List<Category> all() {
    return List.copyOf(CATEGORIES.values());
  }

  /** A value as callers see it. */
  static String value(String own) {
    return VALUES.getOrDefault(own, own);
  }

  /** The category's field, or WhatsApp's name of one that is not listed. */
  static String field(String name) {
    return CATEGORIES.values().stream()
        .filter(category -> category.name().equals(name))
        .map(Category::field)
        .findFirst()
        .orElse(name);
  }
}
