package dev.kubezap.gateway.settings;

import dev.kubezap.gateway.name.SessionId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the settings from variables, and tells everything that is wrong with them at once. */
public final class SettingsReader {

  private static final String POD_TOKEN = "/var/run/secrets/kubezap/token";
  private static final int SHORTEST_KEY = 16;

  private final Function<String, Optional<String>> lookup;
  private final List<String> problems = new ArrayList<>();

  private SettingsReader(Function<String, Optional<String>> lookup) {
    this.lookup = name -> lookup.apply(name).map(String::strip).filter(text -> !text.isEmpty());
  }

  /**
   * Reads all variables.
   *
   * @param lookup the value of a variable, empty when it is not set
   * @param ownNamespace the namespace of the gateway's pod, when it is one
   * @throws SettingsException with one sentence for each thing that is wrong
   */
  public static GatewaySettings read(
      Function<String, Optional<String>> lookup, Optional<String> ownNamespace) {
    var reader = new SettingsReader(lookup);
    var settings =
        new GatewaySettings(
            reader.lookup.apply("KUBEZAP_CONFIG_DIR").map(Path::of),
            reader.apiKey(),
            reader.namespaces("KUBEZAP_WATCH_NAMESPACES"),
            reader.defaultNamespace(ownNamespace),
            reader.number("KUBEZAP_MAX_SESSIONS", 1, 1_000_000),
            reader.flag("KUBEZAP_TRUST_STATUS_ENDPOINT", false),
            Path.of(reader.lookup.apply("KUBEZAP_POD_TOKEN_FILE").orElse(POD_TOKEN)),
            reader.openId(),
            reader.origins(),
            Duration.ofSeconds(reader.number("KUBEZAP_POD_CONNECT_SECONDS", 1, 60).orElse(3)),
            reader.flag("KUBEZAP_CONSOLE", true));
    if (!reader.problems.isEmpty()) {
      throw new SettingsException(reader.problems);
    }
    return settings;
  }

  private Optional<String> apiKey() {
    Optional<String> direct = lookup.apply("KUBEZAP_API_KEY");
    Optional<String> file = lookup.apply("KUBEZAP_API_KEY_FILE").flatMap(this::content);
    if (direct.isPresent() && file.isPresent()) {
      problems.add("KUBEZAP_API_KEY and KUBEZAP_API_KEY_FILE are both set: set one of them.");
    }
    Optional<String> key = direct.or(() -> file);
    if (key.isPresent() && key.get().length() < SHORTEST_KEY) {
      problems.add("KUBEZAP_API_KEY must have at least 16 characters.");
    }
    return key;
  }

  private Optional<String> content(String path) {
    try {
      return Optional.of(Files.readString(Path.of(path)).strip());
    } catch (IOException e) {
      problems.add("KUBEZAP_API_KEY_FILE names " + path + ", which cannot be read.");
      return Optional.empty();
    }
  }

  private Set<String> list(String variable) {
    return lookup.apply(variable).stream()
        .flatMap(text -> Arrays.stream(text.split("[\\s,]+")))
        .filter(one -> !one.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> namespaces(String variable) {
    Set<String> names = list(variable);
    // No name at all would stand for every namespace.
    boolean none = lookup.apply(variable).isPresent() && names.isEmpty();
    if (none || !names.stream().allMatch(SessionId::isNamespace)) {
      problems.add(variable + " must name namespaces, separated by commas.");
    }
    return names;
  }

  private String defaultNamespace(Optional<String> own) {
    Optional<String> given = lookup.apply("KUBEZAP_DEFAULT_NAMESPACE");
    if (given.isPresent() && !SessionId.isNamespace(given.get())) {
      problems.add("KUBEZAP_DEFAULT_NAMESPACE must be the name of a namespace.");
    }
    Set<String> watched = list("KUBEZAP_WATCH_NAMESPACES");
    return given
        .or(() -> watched.size() == 1 ? watched.stream().findFirst() : own)
        .orElse("default");
  }

  private Optional<OpenIdSettings> openId() {
    Optional<String> issuer = lookup.apply("KUBEZAP_OIDC_ISSUER");
    if (issuer.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> audience = lookup.apply("KUBEZAP_OIDC_AUDIENCE");
    if (audience.isEmpty()) {
      problems.add(
          "KUBEZAP_OIDC_AUDIENCE must be set beside KUBEZAP_OIDC_ISSUER, or tokens that were made"
              + " for others would count.");
    }
    if (!issuer.get().matches("https?://[^\\s?#]+")) {
      problems.add("KUBEZAP_OIDC_ISSUER must be the URL of an issuer.");
      return Optional.empty();
    }
    return Optional.of(
        new OpenIdSettings(
            URI.create(issuer.get()),
            audience.orElse(""),
            lookup.apply("KUBEZAP_OIDC_ROLES_CLAIM").orElse("roles"),
            lookup.apply("KUBEZAP_OIDC_ROLE_PREFIX").orElse("kubezap:")));
  }

  private Set<String> origins() {
    Set<String> origins = list("KUBEZAP_CORS_ORIGINS");
    if (!origins.stream().allMatch(one -> one.matches("[*]|https?://[^/\\s]+"))) {
      problems.add(
          "KUBEZAP_CORS_ORIGINS must be origins such as https://console.example, separated by"
              + " commas, or * for any.");
    }
    return origins;
  }

  private boolean flag(String variable, boolean otherwise) {
    String value = lookup.apply(variable).orElse(Boolean.toString(otherwise));
    if (!value.equals("true") && !value.equals("false")) {
      problems.add(variable + " must be true or false.");
    }
    return value.equals("true");
  }

  private OptionalInt number(String variable, int least, int most) {
    Optional<String> value = lookup.apply(variable);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    if (value.get().matches("[0-9]{1,7}")) {
      int number = Integer.parseInt(value.get());
      if (number >= least && number <= most) {
        return OptionalInt.of(number);
      }
    }
    problems.add(variable + " must be a number from " + least + " to " + most + ".");
    return OptionalInt.empty();
  }
}
