package dev.kubezap.pod.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
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
            new KubernetesSettings(
                java.net.URI.create("https://[fd00::1]:6443"), Path.of("/sa"), true));
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
