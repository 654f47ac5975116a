package dev.kubezap.pod.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.kubezap.pod.http.ApiKey;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.json.FieldError;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.pod.json.Json;
import dev.kubezap.pod.json.MalformedJsonException;
import dev.kubezap.whatsapp.Behaviour;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the files of the configuration folder: {@code webhooks.json}, {@code api-keys.json}, {@code
 * api-key-old}, {@code service-accounts.json}, {@code behaviour.json}, {@code logout-at} and {@code
 * api-key}. Other files are left alone.
 */
public final class FolderReader {
  static final String WEBHOOKS = "webhooks.json";
  static final String API_KEYS = "api-keys.json";
  static final String API_KEY = "api-key";
  static final String ACCOUNTS = "service-accounts.json";

  /** How the session behaves. */
  static final String BEHAVIOUR = "behaviour.json";

  /** When the link is ended by itself. */
  static final String LOGOUT_AT = "logout-at";

  /** The one before, while callers change over. */
  static final String API_KEY_OLD = "api-key-old";

  private final List<String> problems = new ArrayList<>();

  private FolderReader() {}

  /**
   * Reads the folder's files.
   *
   * @param files by name
   * @throws ConfigurationException with one sentence for each thing that is wrong
   */
  public static FolderContent read(Map<String, byte[]> files) {
    FolderReader reader = new FolderReader();
    List<ApiKey> keys = new ArrayList<>(reader.apiKeys(Optional.ofNullable(files.get(API_KEYS))));
    for (String name : List.of(API_KEY, API_KEY_OLD)) {
      reader.apiKey(name, Optional.ofNullable(files.get(name))).ifPresent(keys::add);
    }
    OwnAccord behaviour = reader.behaviour(Optional.ofNullable(files.get(BEHAVIOUR)));
    FolderContent content =
        new FolderContent(
            reader.webhooks(Optional.ofNullable(files.get(WEBHOOKS))),
            keys,
            reader.accounts(Optional.ofNullable(files.get(ACCOUNTS))),
            behaviour.behaviour(),
            behaviour.retention(),
            reader.logoutAt(Optional.ofNullable(files.get(LOGOUT_AT))));
    if (!reader.problems.isEmpty()) {
      throw new ConfigurationException(reader.problems);
    }
    return content;
  }

  private List<WebhookSetting> webhooks(Optional<byte[]> file) {
    List<WebhookSetting> webhooks = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Item item : items(WEBHOOKS, file)) {
      Fields fields = item.fields();
      Optional<String> name = fields.requiredText("name", 63);
      Optional<WebhookSetting> webhook = WebhookFields.read(name, fields);
      if (name.isPresent() && !names.add(name.get())) {
        fields.wrong("name", "is used twice");
      }
      if (finish(item)) {
        webhook.ifPresent(webhooks::add);
      }
    }
    return webhooks;
  }

  private List<ApiKey> apiKeys(Optional<byte[]> file) {
    List<ApiKey> keys = new ArrayList<>();
    for (Item item : items(API_KEYS, file)) {
      Fields fields = item.fields();
      Optional<String> name = fields.requiredText("name", 63);
      Optional<ByteString> digest = digest(fields);
      EnumSet<Scope> scopes = scopes(fields);
      Optional<Long> limit = limit(fields);
      if (finish(item) && name.isPresent() && digest.isPresent()) {
        keys.add(limited(ApiKey.ofDigest(name.get(), digest.get(), scopes), limit));
      }
    }
    return keys;
  }

  /** Of the key, or as it is given when only whoever made the key has it. */
  private static Optional<ByteString> digest(Fields fields) {
    Optional<String> key = fields.text("key", 1024);
    Optional<String> digest = fields.text("sha256", 64);
    if (key.isPresent() == digest.isPresent()) {
      fields.wrong("key", "or sha256 must be there, one of the two");
      return Optional.empty();
    }
    if (digest.isPresent() && !digest.get().matches("[0-9a-f]{64}")) {
      fields.wrong("sha256", "must be 64 lower-case hexadecimal digits");
      return Optional.empty();
    }
    return key.map(ApiKey::digestOf)
        .or(() -> digest.map(hex -> ByteString.copyFrom(HexFormat.of().parseHex(hex))));
  }

  private List<ApiKey> accounts(Optional<byte[]> file) {
    List<ApiKey> accounts = new ArrayList<>();
    for (Item item : items(ACCOUNTS, file)) {
      Fields fields = item.fields();
      Optional<String> namespace = fields.requiredText("namespace", 63);
      Optional<String> name = fields.requiredText("name", 253);
      EnumSet<Scope> scopes = scopes(fields);
      Optional<Long> limit = limit(fields);
      if (finish(item) && namespace.isPresent() && name.isPresent()) {
        String subject = "system:serviceaccount:" + namespace.get() + ":" + name.get();
        accounts.add(limited(ApiKey.ofToken(subject, scopes), limit));
      }
    }
    return accounts;
  }

  private static Optional<Long> limit(Fields fields) {
    return fields.wholeNumber("requestsPerMinute", 1, 1_000_000);
  }

  private static ApiKey limited(ApiKey key, Optional<Long> limit) {
    return limit.map(Long::intValue).map(key::limitedTo).orElse(key);
  }

  private static EnumSet<Scope> scopes(Fields fields) {
    EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String scope : fields.texts("scopes", 4, 16)) {
      try {
        scopes.add(Scope.valueOf(scope.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        fields.wrong("scopes", "may hold read, send, manage and admin");
      }
    }
    return scopes;
  }

  private record OwnAccord(Behaviour behaviour, Optional<Duration> retention) {
    private static final OwnAccord USUAL = new OwnAccord(Behaviour.DEFAULT, Optional.empty());
  }

  private OwnAccord behaviour(Optional<byte[]> file) {
    if (file.isEmpty()) {
      return OwnAccord.USUAL;
    }
    try {
      if (!(Json.read(file.get()) instanceof ObjectNode object)) {
        throw new MalformedJsonException("it is not an object");
      }
      Fields fields = new Fields(object);
      OwnAccord behaviour =
          new OwnAccord(BehaviourFields.read(fields), BehaviourFields.retention(fields));
      fields
          .errors()
          .forEach(
              error ->
                  problems.add(BEHAVIOUR + ": " + error.field() + " " + error.message() + "."));
      return behaviour;
    } catch (MalformedJsonException e) {
      problems.add(BEHAVIOUR + " must be a JSON object: " + e.getMessage() + ".");
      return OwnAccord.USUAL;
    }
  }

  private Optional<Instant> logoutAt(Optional<byte[]> file) {
    Optional<String> text = file.map(bytes -> new String(bytes, StandardCharsets.UTF_8).strip());
    try {
      return text.map(Instant::parse);
    } catch (DateTimeParseException e) {
      problems.add(LOGOUT_AT + " must be a time such as 2031-01-01T00:00:00Z.");
      return Optional.empty();
    }
  }

  private Optional<ApiKey> apiKey(String name, Optional<byte[]> file) {
    if (file.isEmpty()) {
      return Optional.empty();
    }
    String key = new String(file.get(), StandardCharsets.UTF_8).strip();
    if (key.isEmpty()) {
      problems.add(name + " is empty: write a key into it or remove it.");
      return Optional.empty();
    }
    return Optional.of(ApiKey.of(name, key, Set.of(Scope.ADMIN)));
  }

  private record Item(String file, int index, Fields fields) {}

  private List<Item> items(String name, Optional<byte[]> file) {
    List<Item> items = new ArrayList<>();
    if (file.isEmpty()) {
      return items;
    }
    try {
      JsonNode document = Json.read(file.get());
      if (!document.isArray()) {
        throw new MalformedJsonException("it is not a list");
      }
      for (int i = 0; i < document.size(); i++) {
        if (!(document.get(i) instanceof ObjectNode object)) {
          throw new MalformedJsonException("item " + i + " is not an object");
        }
        items.add(new Item(name, i, new Fields(object)));
      }
    } catch (MalformedJsonException e) {
      problems.add(name + " must be a JSON list of objects: " + e.getMessage() + ".");
    }
    return items;
  }

  private boolean finish(Item item) {
    List<FieldError> errors = item.fields().errors();
    errors.forEach(
        error ->
            problems.add(
                item.file()
                    + "["
                    + item.index()
                    + "]."
                    + error.field()
                    + " "
                    + error.message()
                    + "."));
    return errors.isEmpty();
  }
}
