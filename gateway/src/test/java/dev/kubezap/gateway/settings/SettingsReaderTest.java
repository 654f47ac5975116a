package dev.kubezap.gateway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {

  @Test
  void nothingIsNeeded() {
    GatewaySettings settings = read(Map.of(), Optional.empty());
    assertThat(settings.defaultNamespace()).isEqualTo("default");
    assertThat(settings.watchNamespaces()).isEmpty();
    assertThat(settings.maximumSessions()).isEmpty();
    assertThat(settings.podTokenFile()).hasToString("/var/run/secrets/kubezap/token");
    assertThat(settings.console()).isTrue();
    assertThat(settings.trustStatusEndpoint()).isFalse();
  }

  @Test
  void sessionsAreMadeInTheOneWatchedNamespaceElseInItsOwn() {
    assertThat(
            read(Map.of("KUBEZAP_WATCH_NAMESPACES", "shop"), Optional.of("kubezap"))
                .defaultNamespace())
        .isEqualTo("shop");
    assertThat(
            read(Map.of("KUBEZAP_WATCH_NAMESPACES", "shop, bank"), Optional.of("kubezap"))
                .defaultNamespace())
        .isEqualTo("kubezap");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          KUBEZAP_MAX_SESSIONS          | many            | KUBEZAP_MAX_SESSIONS must be a number from 1 to 1000000.
          KUBEZAP_MAX_SESSIONS          | 0               | KUBEZAP_MAX_SESSIONS must be a number from 1 to 1000000.
          KUBEZAP_API_KEY               | short           | KUBEZAP_API_KEY must have at least 16 characters.
          KUBEZAP_API_KEY_FILE          | /no/such/file   | KUBEZAP_API_KEY_FILE names /no/such/file, which cannot be read.
          KUBEZAP_WATCH_NAMESPACES      | ,               | KUBEZAP_WATCH_NAMESPACES must name namespaces, separated by commas.
          KUBEZAP_WATCH_NAMESPACES      | Shop            | KUBEZAP_WATCH_NAMESPACES must name namespaces, separated by commas.
          KUBEZAP_DEFAULT_NAMESPACE     | a.b             | KUBEZAP_DEFAULT_NAMESPACE must be the name of a namespace.
          KUBEZAP_TRUST_STATUS_ENDPOINT | yes             | KUBEZAP_TRUST_STATUS_ENDPOINT must be true or false.
          KUBEZAP_CONSOLE               | on              | KUBEZAP_CONSOLE must be true or false.
          KUBEZAP_POD_CONNECT_SECONDS   | 61              | KUBEZAP_POD_CONNECT_SECONDS must be a number from 1 to 60.
          KUBEZAP_OIDC_ISSUER           | https://i.test  | KUBEZAP_OIDC_AUDIENCE must be set beside KUBEZAP_OIDC_ISSUER, or tokens that were made for others would count.
          KUBEZAP_CORS_ORIGINS          | example         | KUBEZAP_CORS_ORIGINS must be origins such as https://console.example, separated by commas, or * for any.
          """)
  void whatCannotBeUsedIsRefusedByName(String variable, String value, String sentence) {
    assertThatThrownBy(() -> read(Map.of(variable, value), Optional.empty()))
        .isInstanceOf(SettingsException.class)
        .hasMessage(sentence);
  }

  private static GatewaySettings read(Map<String, String> variables, Optional<String> own) {
    return SettingsReader.read(name -> Optional.ofNullable(variables.get(name)), own);
  }
}
