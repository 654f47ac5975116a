package dev.kubezap.gateway.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kubezap.gateway.access.Caller;
import dev.kubezap.gateway.access.Grant;
import dev.kubezap.gateway.access.KeyDigest;
import dev.kubezap.gateway.access.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the files of the configuration folder. Pure; other files are left alone. */
public final class FolderReader {

  static final String FLEET_KEYS = "fleet-keys.json";
  static final String ACCOUNTS = "service-accounts.json";
  static final String API_KEY = "api-key";

  /** The files that are read. */
  static final List<String> FILES = List.of(FLEET_KEYS, ACCOUNTS, API_KEY);

  private static final int SHORTEST_KEY = 16;
  private static final int LONGEST_KEY = 1024;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final List<String> problems = new ArrayList<>();

  private FolderReader() {}

  /**
   * Reads the folder's files.
   *
   * @param files by name
   * @throws ConfigurationException with one sentence for each thing that is wrong
   */
  public static FleetKeys read(Map<String, byte[]> files) {
    var reader = new FolderReader();
    var keys = new HashMap<KeyDigest, Caller>();
    var names = new HashSet<String>();
    for (Item item : reader.items(FLEET_KEYS, files)) {
      reader.fleetKey(item, keys, names);
    }
    Optional.ofNullable(files.get(API_KEY)).ifPresent(file -> reader.singleKey(file, keys));
    var accounts = new HashMap<String, List<Grant>>();
    for (Item item : reader.items(ACCOUNTS, files)) {
      reader.account(item, accounts);
    }
    if (!reader.problems.isEmpty()) {
      throw new ConfigurationException(reader.problems);
    }
    return new FleetKeys(keys, accounts);
  }

  private void fleetKey(Item item, Map<KeyDigest, Caller> keys, Set<String> names) {
    item.only(Set.of("name", "key", "sha256", "namespaces", "scopes"));
    String name = item.text("name").orElse("");
    if (name.isEmpty()) {
      item.wrong("name", "must be there: the audit log shows it");
    } else if (!names.add(name)) {
      item.wrong("name", "is used twice");
    }
    Grant grant = item.grant();
    digest(item)
        .ifPresent(
            digest -> {
              if (keys.put(digest, Caller.ofFleet("key:" + name, List.of(grant))) != null) {
                item.wrong("key", "is used twice");
              }
            });
  }

  private static Optional<KeyDigest> digest(Item item) {
    Optional<String> key = item.text("key");
    Optional<String> sha256 = item.text("sha256");
    if (key.isPresent() == sha256.isPresent()) {
      item.wrong("key", "or sha256 must be there, one of the two");
      return Optional.empty();
    }
    if (sha256.isPresent()) {
      if (!sha256.get().matches("[0-9a-f]{64}")) {
        item.wrong("sha256", "must be 64 lower-case hexadecimal digits");
      }
      return sha256.map(KeyDigest::new);
    }
    if (!usable(key.get())) {
      item.wrong("key", "must have 16 to 1024 characters");
    }
    return key.map(KeyDigest::of);
  }

  private static boolean usable(String key) {
    return key.length() >= SHORTEST_KEY && key.length() <= LONGEST_KEY;
  }

  private void singleKey(byte[] file, Map<KeyDigest, Caller> keys) {
    String key = new String(file, StandardCharsets.UTF_8).strip();
    if (!usable(key)) {
      problems.add(API_KEY + " must have 16 to 1024 characters: write a key into it or remove it.");
    }
    keys.put(
        KeyDigest.of(key),
        Caller.ofFleet("key:api-key", List.of(Grant.everywhere(EnumSet.of(Scope.ADMIN)))));
  }

  private void account(Item item, Map<String, List<Grant>> accounts) {
    item.only(Set.of("namespace", "name", "namespaces", "scopes"));
    Optional<String> namespace = item.text("namespace");
    Optional<String> name = item.text("name");
    if (namespace.isEmpty() || name.isEmpty()) {
      item.wrong("namespace", "and name must be there: those of the service account");
      return;
    }
    String subject = "system:serviceaccount:" + namespace.get() + ":" + name.get();
    accounts.computeIfAbsent(subject, any -> new ArrayList<>()).add(item.grant());
  }

  private List<Item> items(String name, Map<String, byte[]> files) {
    byte[] file = files.get(name);
    if (file == null) {
      return List.of();
    }
    var items = new ArrayList<Item>();
    try {
      JsonNode document = JSON.readTree(file);
      boolean objects = document.isArray();
      for (JsonNode one : document) {
        objects &= one.isObject();
        items.add(new Item(name + "[" + items.size() + "].", one, problems));
      }
      if (!objects) {
        problems.add(name + " must be a JSON list of objects.");
        return List.of();
      }
    } catch (JsonProcessingException e) {
      // The parser's own words would show what the file holds.
      problems.add(name + " is not JSON, at line " + lineOf(e) + ".");
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can always be read", e);
    }
    return items;
  }

  private static int lineOf(JsonProcessingException e) {
    return e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
  }

  /** One object of a file. */
  private record Item(String place, JsonNode node, List<String> problems) {

    void wrong(String field, String message) {
      problems.add(place + field + " " + message + ".");
    }

    void only(Set<String> fields) {
      node.fieldNames()
          .forEachRemaining(
              field -> {
                if (!fields.contains(field)) {
                  wrong(
                      field, "is not known; known are " + String.join(", ", new TreeSet<>(fields)));
                }
              });
    }

    Optional<String> text(String field) {
      JsonNode value = node.path(field);
      if (!value.isMissingNode() && !value.isTextual()) {
        wrong(field, "must be a text");
      }
      return Optional.of(value.asText()).filter(text -> value.isTextual() && !text.isEmpty());
    }

    /** Namespaces left out: all of them. */
    Grant grant() {
      var scopes = EnumSet.noneOf(Scope.class);
      for (String text : texts("scopes")) {
        Scope.of(text)
            .ifPresentOrElse(
                scopes::add, () -> wrong("scopes", "may hold read, send, manage and admin"));
      }
      if (scopes.isEmpty()) {
        wrong("scopes", "must hold at least one of " + Arrays.toString(names()));
      }
      if (node.path("namespaces").isMissingNode()) {
        return Grant.everywhere(scopes);
      }
      Set<String> namespaces = Set.copyOf(texts("namespaces"));
      if (namespaces.isEmpty()) {
        wrong("namespaces", "must name at least one; left out it means all");
      }
      return Grant.within(namespaces, scopes);
    }

    private static String[] names() {
      return Arrays.stream(Scope.values()).map(Scope::text).toArray(String[]::new);
    }

    private Set<String> texts(String field) {
      var texts = new TreeSet<String>();
      JsonNode list = node.path(field);
      boolean good = list.isArray() || list.isMissingNode();
      for (JsonNode one : list) {
        good &= one.isTextual();
        texts.add(one.asText());
      }
      if (!good) {
        wrong(field, "must be a list of texts");
      }
      return texts;
    }
  }
}
