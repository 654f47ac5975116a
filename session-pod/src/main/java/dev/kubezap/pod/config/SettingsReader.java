package dev.kubezap.pod.config;

import com.google.protobuf.ByteString;
import dev.kubezap.tracing.TraceVariables;
import dev.kubezap.whatsapp.ClientSettings;
import dev.kubezap.whatsapp.HistorySettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads {@link PodSettings} from variables, and tells everything that is wrong with them at once.
 */
public final class SettingsReader {
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");
  private static final Pattern NOISE_ROOT = Pattern.compile("[0-9a-fA-F]{64}");
  private static final Pattern VERSION = Pattern.compile("\\d{1,12}(\\.\\d{1,12}){2,3}");
  private static final Pattern PHONE = Pattern.compile("\\+?[1-9]\\d{6,14}");
  private static final Pattern PUBLICATION = Pattern.compile("Status|Secret");
  private static final Pattern FLAG = Pattern.compile("true|false");
  private static final Pattern LEVEL = Pattern.compile("(?i)error|warn|info|debug|trace");
  private static final Pattern LEASE = Pattern.compile("[3-9]|[1-9]\\d{1,2}");
  private static final Pattern JDBC = Pattern.compile("jdbc:postgresql:.+");

  private static final Pattern KEPT = Pattern.compile("\\d{1,6}");

  /** Half of the usual volume. */
  private static final long DEFAULT_KEPT_MEGABYTES = 512;

  private static final Duration DEFAULT_KEPT = Duration.ofDays(7);
  static final Duration DEFAULT_LEASE = Duration.ofSeconds(30);
  static final String DEFAULT_ENDPOINT = "wss://web.whatsapp.com/ws/chat";
  static final String DEFAULT_VERSION = "2.3000.1045368834";
  static final String DEFAULT_SERVICE_ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";

  private final Variables variables;

  private SettingsReader(Function<String, Optional<String>> lookup) {
    variables = new Variables(lookup);
  }

  /**
   * Reads all variables.
   *
   * @param lookup the value of a variable, empty when it is not set
   * @throws ConfigurationException with one sentence for each thing that is wrong
   */
  public static PodSettings read(Function<String, Optional<String>> lookup) {
    return new SettingsReader(lookup).settings();
  }

  private PodSettings settings() {
    Optional<KubernetesSettings> kubernetes = kubernetes();
    PodSettings settings =
        new PodSettings(
            session(),
            database(),
            dataFolder(),
            variables.folder("KUBEZAP_CONFIG_DIR"),
            variables.secret("KUBEZAP_API_KEY"),
            dataKey(),
            olderDataKeys(),
            webhook(),
            client(),
            variables.text("KUBEZAP_POD_UID"),
            lease(),
            kubernetes,
            http(),
            logLevel(),
            variables
                .text("KUBEZAP_WEBHOOK_ALLOW_LOOPBACK", FLAG, "true or false")
                .map(Boolean::valueOf)
                .orElse(kubernetes.map(SettingsReader::isOnLoopback).orElse(true)),
            TraceVariables.read(variables::text),
            media());
    if (kubernetes.isPresent()) {
      requireForCluster(settings);
    }
    List<String> problems = variables.problems();
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return settings;
  }

  private Path dataFolder() {
    return Path.of(variables.text("KUBEZAP_DATA_DIR").orElse("data")).toAbsolutePath().normalize();
  }

  private MediaSettings media() {
    return new MediaSettings(
        variables
                .text("KUBEZAP_MEDIA_KEPT_MEGABYTES", KEPT, "from 0 to 999999")
                .map(Long::parseLong)
                .orElse(DEFAULT_KEPT_MEGABYTES)
            << 20,
        variables
            .text("KUBEZAP_MEDIA_KEPT_DAYS", KEPT, "from 0 to 999999")
            .map(days -> Duration.ofDays(Long.parseLong(days)))
            .orElse(DEFAULT_KEPT),
        variables
            .text("KUBEZAP_MEDIA_URL_ALLOW_LOOPBACK", FLAG, "true or false")
            .map(Boolean::valueOf)
            .orElse(false),
        new BucketReader(variables).read());
  }

  private HttpSettings http() {
    return new HttpSettings(
        variables.text("KUBEZAP_HTTP_HOST").orElse("0.0.0.0"),
        variables.port("KUBEZAP_HTTP_PORT", 8080),
        variables.port("KUBEZAP_MANAGEMENT_PORT", 9000),
        variables
            .text("KUBEZAP_KEY_IN_QUERY", FLAG, "true or false")
            .map(Boolean::valueOf)
            .orElse(false));
  }

  private Duration lease() {
    return variables
        .text("KUBEZAP_LEASE_SECONDS", LEASE, "from 3 to 999 seconds")
        .map(seconds -> Duration.ofSeconds(Integer.parseInt(seconds)))
        .orElse(DEFAULT_LEASE);
  }

  private LogLevel logLevel() {
    return variables
        .text("KUBEZAP_LOG_LEVEL", LEVEL, "ERROR, WARN, INFO, DEBUG or TRACE")
        .map(level -> LogLevel.valueOf(level.toUpperCase(Locale.ROOT)))
        .orElse(LogLevel.INFO);
  }

  private SessionName session() {
    return new SessionName(
        variables
            .text("KUBEZAP_SESSION_NAMESPACE", LABEL, "the name of a namespace, such as default")
            .orElse("default"),
        variables
            .text("KUBEZAP_SESSION_NAME", NAME, "the name of a WhatsAppSession: a-z, 0-9, - and .")
            .orElse("default"));
  }

  private Optional<DatabaseLogin> database() {
    Optional<String> url =
        variables.text("KUBEZAP_DATABASE_URL", JDBC, "jdbc:postgresql://host:port/database");
    Optional<String> user = variables.text("KUBEZAP_DATABASE_USER");
    Optional<Secret> password = variables.secret("KUBEZAP_DATABASE_PASSWORD");
    Optional<Path> file = variables.text("KUBEZAP_DATABASE_PASSWORD_FILE").map(Path::of);
    return url.map(address -> new DatabaseLogin(address, user, password, file));
  }

  private Optional<Secret> dataKey() {
    Optional<Secret> key = variables.secret("KUBEZAP_DATA_KEY");
    if (key.isPresent() && !isKey(key.get().value())) {
      variables.wrong(
          "KUBEZAP_DATA_KEY",
          "must be the base64 of 32 random bytes: make one with 'openssl rand -base64 32'.");
    }
    return key;
  }

  /** Of the variable, or else of the mounted folder, where a person can put them. */
  private List<Secret> olderDataKeys() {
    List<Secret> keys =
        variables.secret("KUBEZAP_DATA_KEY_OLD").or(this::olderDataKeysOfFolder).stream()
            .flatMap(secret -> Stream.of(secret.value().strip().split("[\\s,]+")))
            .filter(text -> !text.isEmpty())
            .map(Secret::new)
            .toList();
    if (!keys.stream().allMatch(key -> isKey(key.value()))) {
      variables.wrong(
          "KUBEZAP_DATA_KEY_OLD",
          "(or the file data-key-old) must hold earlier values of KUBEZAP_DATA_KEY, separated by"
              + " commas or spaces.");
    }
    return keys;
  }

  private Optional<Secret> olderDataKeysOfFolder() {
    Optional<Path> file =
        variables
            .text("KUBEZAP_CONFIG_DIR")
            .map(folder -> Path.of(folder, "data-key-old"))
            .filter(Files::exists);
    try {
      return file.isPresent()
          ? Optional.of(new Secret(Files.readString(file.get())))
          : Optional.empty();
    } catch (IOException e) {
      variables.wrong("KUBEZAP_CONFIG_DIR", "has a file data-key-old that cannot be read.");
      return Optional.empty();
    }
  }

  private Optional<WebhookSetting> webhook() {
    Optional<URI> url =
        variables.address(
            "KUBEZAP_WEBHOOK_URL", Set.of("http", "https"), "https://shop.example/hooks");
    List<String> events =
        variables
            .text("KUBEZAP_WEBHOOK_EVENTS")
            .map(text -> List.of(text.split("\\s*,\\s*")))
            .orElse(List.of());
    Optional<Secret> key = variables.secret("KUBEZAP_WEBHOOK_SIGNING_KEY");
    return url.map(
        address ->
            new WebhookSetting("environment", address, events, Map.of(), key.stream().toList()));
  }

  private ClientSettings client() {
    URI endpoint =
        variables
            .address("KUBEZAP_WHATSAPP_URL", Set.of("ws", "wss"), DEFAULT_ENDPOINT)
            .orElse(URI.create(DEFAULT_ENDPOINT));
    String root =
        variables
            .text("KUBEZAP_WHATSAPP_NOISE_ROOT", NOISE_ROOT, "64 hexadecimal digits")
            .orElse(ClientSettings.PRODUCTION_NOISE_ROOT);
    return new ClientSettings(
        endpoint,
        ByteString.copyFrom(HexFormat.of().parseHex(root)),
        variables.file("KUBEZAP_WHATSAPP_CA_FILE"),
        variables.address(
            "KUBEZAP_WHATSAPP_PROXY",
            Set.of("http", "socks5", "socks5h"),
            "http://proxy.example:3128 or socks5://proxy.example:1080"),
        variables
            .text("KUBEZAP_WHATSAPP_VERSION", VERSION, "a version such as " + DEFAULT_VERSION)
            .orElse(DEFAULT_VERSION),
        variables
            .text(
                "KUBEZAP_PAIRING_PHONE_NUMBER",
                PHONE,
                "a phone number with its country code, such as +4915112345678")
            .map(number -> number.startsWith("+") ? number : "+" + number),
        variables.text("KUBEZAP_DEVICE_NAME").orElse("Chrome (Linux)"),
        new HistorySettings(dataFolder().resolve("media").resolve("history")));
  }

  private Optional<KubernetesSettings> kubernetes() {
    Optional<String> host = variables.text("KUBERNETES_SERVICE_HOST");
    String port = variables.text("KUBERNETES_SERVICE_PORT").orElse("443");
    Path folder =
        Path.of(variables.text("KUBEZAP_SERVICE_ACCOUNT_DIR").orElse(DEFAULT_SERVICE_ACCOUNT));
    boolean codesInStatus =
        !variables
            .text("KUBEZAP_PAIRING_PUBLISH", PUBLICATION, "Status or Secret")
            .orElse("Status")
            .equals("Secret");
    // A session alone may run in a container of a cluster: only the operator names the pod.
    boolean ours = variables.text("KUBEZAP_POD_UID").isPresent();
    return host.filter(name -> ours)
        .flatMap(
            name -> {
              String literal = name.contains(":") ? "[" + name + "]" : name;
              Optional<URI> address =
                  Variables.addressOf("https://" + literal + ":" + port, Set.of("https"));
              if (address.isEmpty()) {
                variables.wrong(
                    "KUBERNETES_SERVICE_HOST",
                    "and KUBERNETES_SERVICE_PORT must be a host and a port.");
              }
              return address.map(uri -> new KubernetesSettings(uri, folder, codesInStatus));
            });
  }

  private void requireForCluster(PodSettings settings) {
    String why = "must be set in a cluster.";
    if (variables.text("KUBEZAP_DATABASE_URL").isEmpty()) {
      variables.wrong("KUBEZAP_DATABASE_URL", why);
    }
    if (settings.apiKey().isEmpty() && settings.configFolder().isEmpty()) {
      variables.wrong("KUBEZAP_API_KEY", "or KUBEZAP_CONFIG_DIR " + why);
    }
    if (settings.dataKey().isEmpty()) {
      variables.wrong("KUBEZAP_DATA_KEY", why);
    }
  }

  /**
   * An API server on this machine's loopback is a playground's: a pod's network never reaches one
   * there.
   */
  private static boolean isOnLoopback(KubernetesSettings kubernetes) {
    String host = kubernetes.apiServer().getHost();
    return host.startsWith("127.") || host.equals("[::1]") || host.equals("localhost");
  }

  private static boolean isKey(String base64) {
    try {
      return Base64.getDecoder().decode(base64).length == 32;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
