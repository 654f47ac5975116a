package dev.kubezap.pod.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {
  private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

  @Test
  void needsNothingWhenAlone() {
    PodSettings settings = read(Map.of());

    assertThat(settings.alone()).isTrue();
    assertThat(settings.session()).isEqualTo(new SessionName("default", "default"));
    assertThat(settings.database()).isEmpty();
    assertThat(settings.dataFolder()).isAbsolute().endsWithRaw(Path.of("data"));
    assertThat(settings.client().endpoint()).hasToString("wss://web.whatsapp.com/ws/chat");
    assertThat(settings.client().noiseRoot().size()).isEqualTo(32);
  }

  @Test
  void listensEverywhereRenewsForHalfAMinuteAndSaysLittleUnlessToldOtherwise() {
    PodSettings settings = read(Map.of());

    assertThat(settings.http()).isEqualTo(new HttpSettings("0.0.0.0", 8080, 9000, false));
    assertThat(settings.lease()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.logLevel()).isEqualTo(LogLevel.INFO);
    assertThat(settings.webhook()).isEmpty();
    assertThat(settings.holder()).isEmpty();
    assertThat(settings.loopbackWebhooks()).isTrue();
    assertThat(settings.client().caFile()).isEmpty();
    assertThat(settings.client().proxy()).isEmpty();
    assertThat(settings.client().pairingPhoneNumber()).isEmpty();
    assertThat(settings.client().deviceName()).isEqualTo("Chrome (Linux)");
    assertThat(settings.client().clientVersion()).isEqualTo(SettingsReader.DEFAULT_VERSION);
  }

  @ParameterizedTest
  @CsvSource({
    "KUBEZAP_HTTP_PORT,http",
    "KUBEZAP_HTTP_PORT,65536",
    "KUBEZAP_MANAGEMENT_PORT,-1",
    "KUBEZAP_SESSION_NAMESPACE,Upper",
    "KUBEZAP_SESSION_NAME,a_b",
    "KUBEZAP_DATABASE_URL,postgres://localhost/kubezap",
    "KUBEZAP_DATA_KEY,c2hvcnQ=",
    "KUBEZAP_DATA_KEY,not base64",
    "KUBEZAP_DATA_KEY_OLD,c2hvcnQ=",
    "KUBEZAP_WEBHOOK_URL,ftp://host/x",
    "KUBEZAP_WEBHOOK_URL,hooks",
    "KUBEZAP_WEBHOOK_URL,https://shop.example:84430/hooks",
    "KUBEZAP_WEBHOOK_URL,https://shop.example:0/hooks",
    "KUBEZAP_WHATSAPP_URL,https://web.whatsapp.com",
    "KUBEZAP_WHATSAPP_NOISE_ROOT,1234",
    "KUBEZAP_WHATSAPP_CA_FILE,/nowhere/ca.pem",
    "KUBEZAP_WHATSAPP_PROXY,ftp://proxy:1080",
    "KUBEZAP_WHATSAPP_VERSION,latest",
    "KUBEZAP_PAIRING_PHONE_NUMBER,call me",
    "KUBEZAP_API_KEY_FILE,/nowhere/key",
    "KUBEZAP_CONFIG_DIR,/nowhere",
    "KUBEZAP_LEASE_SECONDS,2",
    "KUBEZAP_LEASE_SECONDS,30s",
  })
  void namesWhatIsWrong(String variable, String value) {
    assertThatThrownBy(() -> read(Map.of(variable, value)))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> {
              assertThat(e.problems()).hasSize(1);
              assertThat(e.problems().getFirst()).startsWith(variable + " ").endsWith(".");
            });
  }

  @Test
  void everythingSetIsRead() {
    PodSettings settings =
        read(
            Map.ofEntries(
                Map.entry("KUBEZAP_SESSION_NAMESPACE", "shop"),
                Map.entry("KUBEZAP_SESSION_NAME", "support.eu"),
                Map.entry("KUBEZAP_DATABASE_URL", "jdbc:postgresql://db/kubezap"),
                Map.entry("KUBEZAP_DATABASE_USER", "me"),
                Map.entry("KUBEZAP_DATABASE_PASSWORD", "pw"),
                Map.entry("KUBEZAP_DATA_KEY", KEY),
                Map.entry("KUBEZAP_DATA_DIR", "/var/lib/../lib/kubezap"),
                Map.entry("KUBEZAP_HTTP_HOST", "127.0.0.1"),
                Map.entry("KUBEZAP_HTTP_PORT", "0"),
                Map.entry("KUBEZAP_MANAGEMENT_PORT", "65535"),
                Map.entry("KUBEZAP_KEY_IN_QUERY", "true"),
                Map.entry("KUBEZAP_LEASE_SECONDS", "3"),
                Map.entry("KUBEZAP_LOG_LEVEL", "debug"),
                Map.entry("KUBEZAP_WEBHOOK_URL", "https://shop.example/hooks"),
                Map.entry("KUBEZAP_WEBHOOK_EVENTS", "message.received , session.phase"),
                Map.entry("KUBEZAP_WEBHOOK_SIGNING_KEY", "signing"),
                Map.entry("KUBEZAP_WEBHOOK_ALLOW_LOOPBACK", "false"),
                Map.entry("KUBEZAP_WHATSAPP_URL", "ws://127.0.0.1:9/ws"),
                Map.entry("KUBEZAP_WHATSAPP_PROXY", "SOCKS5://proxy:1080"),
                Map.entry("KUBEZAP_WHATSAPP_VERSION", "2.3000.7"),
                Map.entry("KUBEZAP_PAIRING_PHONE_NUMBER", "4915112345678"),
                Map.entry("KUBEZAP_DEVICE_NAME", "Firefox (Windows)"),
                Map.entry("KUBEZAP_POD_UID", "7f1c")));

    assertThat(settings.session()).isEqualTo(new SessionName("shop", "support.eu"));
    assertThat(settings.database())
        .contains(
            new DatabaseLogin(
                "jdbc:postgresql://db/kubezap",
                Optional.of("me"),
                Optional.of(new Secret("pw")),
                Optional.empty()));
    assertThat(settings.dataKey()).contains(new Secret(KEY));
    assertThat(settings.dataFolder()).isEqualTo(Path.of("/var/lib/kubezap"));
    assertThat(settings.http()).isEqualTo(new HttpSettings("127.0.0.1", 0, 65_535, true));
    assertThat(settings.lease()).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.logLevel()).isEqualTo(LogLevel.DEBUG);
    assertThat(settings.webhook())
        .contains(
            new WebhookSetting(
                "environment",
                URI.create("https://shop.example/hooks"),
                List.of("message.received", "session.phase"),
                Map.of(),
                List.of(new Secret("signing"))));
    assertThat(settings.loopbackWebhooks()).isFalse();
    assertThat(settings.client().endpoint()).hasToString("ws://127.0.0.1:9/ws");
    assertThat(settings.client().proxy()).contains(URI.create("SOCKS5://proxy:1080"));
    assertThat(settings.client().clientVersion()).isEqualTo("2.3000.7");
    assertThat(settings.client().pairingPhoneNumber()).contains("+4915112345678");
    assertThat(settings.client().deviceName()).isEqualTo("Firefox (Windows)");
    assertThat(settings.holder()).contains("7f1c");
  }

  @ParameterizedTest(name = "an API server at {0}: {1}")
  @CsvSource({"127.0.0.1, true", "::1, true", "localhost, true", "10.0.0.1, false"})
  void webhooksOfAClusterMayGoToLoopbackInAPlaygroundAlone(String apiServer, boolean allowed) {
    PodSettings settings =
        read(
            Map.of(
                "KUBERNETES_SERVICE_HOST", apiServer,
                "KUBEZAP_POD_UID", "7f1c",
                "KUBEZAP_DATABASE_URL", "jdbc:postgresql://db/kubezap",
                "KUBEZAP_API_KEY", "0123456789abcdef",
                "KUBEZAP_DATA_KEY", KEY));

    assertThat(settings.loopbackWebhooks()).isEqualTo(allowed);
  }

  @Test
  void anApiServersAddressThatIsNoneIsNamed() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "KUBERNETES_SERVICE_HOST", "10.0.0.1",
                        "KUBERNETES_SERVICE_PORT", "https",
                        "KUBEZAP_POD_UID", "7f1c")))
        .hasMessageContaining("KUBERNETES_SERVICE_PORT must be a host and a port");
  }

  @Test
  void namesEverythingAtOnceAndNoSecret() {
    assertThatThrownBy(
            () -> read(Map.of("KUBEZAP_HTTP_PORT", "bad-secret", "KUBEZAP_DATA_KEY", "bad-secret")))
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.problems()).hasSize(2))
        .hasMessageNotContaining("secret");
  }

  @Test
  void readsOlderDataKeysOfTheVariableOrTheFolder(@TempDir Path folder) throws Exception {
    String one = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    String other = "enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6eno=";
    assertThat(read(Map.of()).olderDataKeys()).isEmpty();
    assertThat(read(Map.of("KUBEZAP_DATA_KEY_OLD", one + ", " + other)).olderDataKeys())
        .containsExactly(new Secret(one), new Secret(other));

    Map<String, String> folderAlone = Map.of("KUBEZAP_CONFIG_DIR", folder.toString());
    assertThat(read(folderAlone).olderDataKeys()).isEmpty();
    Files.writeString(folder.resolve("data-key-old"), other + "\n" + one + "\n");
    assertThat(read(folderAlone).olderDataKeys())
        .containsExactly(new Secret(other), new Secret(one));
    Files.writeString(folder.resolve("data-key-old"), "\n");
    assertThat(read(folderAlone).olderDataKeys()).isEmpty();
    Files.writeString(folder.resolve("data-key-old"), "short");
    assertThatThrownBy(() -> read(folderAlone))
        .hasMessageContaining("data-key-old")
        .hasMessageNotContaining("short");
  }

  @Test
  void readsSecretsFromFiles(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("key"), "0123456789abcdef\n");

    assertThat(read(Map.of("KUBEZAP_API_KEY_FILE", file.toString())).apiKey())
        .contains(new Secret("0123456789abcdef"));
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "KUBEZAP_API_KEY_FILE",
                        file.toString(),
                        "KUBEZAP_API_KEY",
                        "0123456789abcdef")))
        .hasMessageContaining("both set");
  }

  @Test
  void needsItsSecretsInACluster() {
    assertThatThrownBy(
            () -> read(Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "KUBEZAP_POD_UID", "7f1c")))
        .hasMessageContaining("KUBEZAP_DATABASE_URL")
        .hasMessageContaining("KUBEZAP_API_KEY")
        .hasMessageContaining("KUBEZAP_DATA_KEY");
    assertThat(read(Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1")).alone()).isTrue();

    Map<String, String> cluster = new HashMap<>();
    cluster.put("KUBERNETES_SERVICE_HOST", "fd00::1");
    cluster.put("KUBERNETES_SERVICE_PORT", "6443");
    cluster.put("KUBEZAP_DATABASE_URL", "jdbc:postgresql://db/kubezap");
    cluster.put("KUBEZAP_API_KEY", "0123456789abcdef");
    cluster.put("KUBEZAP_DATA_KEY", KEY);
    cluster.put("KUBEZAP_POD_UID", "7f1c");
    cluster.put("KUBEZAP_SERVICE_ACCOUNT_DIR", "/sa");
    PodSettings settings = read(cluster);
    assertThat(settings.alone()).isFalse();
    assertThat(settings.kubernetes())
        .contains(
            new KubernetesSettings(URI.create("https://[fd00::1]:6443"), Path.of("/sa"), true));
    cluster.put("KUBEZAP_PAIRING_PUBLISH", "Secret");
    assertThat(read(cluster).kubernetes().map(KubernetesSettings::codesInStatus)).contains(false);
    cluster.put("KUBEZAP_PAIRING_PUBLISH", "Nowhere");
    assertThatThrownBy(() -> read(cluster)).hasMessageContaining("KUBEZAP_PAIRING_PUBLISH");
  }

  @Test
  void showsNoSecret() {
    PodSettings settings =
        read(
            Map.of(
                "KUBEZAP_API_KEY", "hidden-0123456789",
                "KUBEZAP_DATABASE_URL", "jdbc:postgresql://db/kubezap?password=hidden",
                "KUBEZAP_DATABASE_PASSWORD", "hidden",
                "KUBEZAP_WEBHOOK_URL", "https://shop.example/hidden",
                "KUBEZAP_WEBHOOK_SIGNING_KEY", "hidden",
                "KUBEZAP_WHATSAPP_PROXY", "http://user:hidden@proxy:3128"));

    assertThat(settings.toString()).doesNotContain("hidden");
  }

  private static PodSettings read(Map<String, String> variables) {
    return SettingsReader.read(name -> Optional.ofNullable(variables.get(name)));
  }
}
