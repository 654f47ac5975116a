package dev.kubezap.operator.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkSettingsTest {

  private static OperatorSettings read(Map<String, String> environment) {
    return SettingsReader.read(
        name -> Optional.ofNullable(environment.get(name)), "1.2.3", Optional.empty());
  }

  @Test
  void nothingSetLimitsWhatSessionsReach() {
    NetworkSettings network = read(Map.of()).podDefaults().network();

    assertThat(network.limitOutgoing()).isTrue();
    assertThat(network.dnsRanges()).containsExactly("169.254.20.10/32");
    assertThat(network.apiServer()).isEmpty();
    assertThat(network.apiService()).isEmpty();
    assertThat(network.scrapers()).isEmpty();
  }

  @Test
  void everythingSetIsRead() {
    NetworkSettings network =
        read(Map.of(
                "KUBEZAP_NETWORK_LIMIT_OUTGOING", "false",
                "KUBEZAP_NETWORK_SCRAPERS", "monitoring, grafana",
                "KUBEZAP_NETWORK_API_SERVER", "10.0.0.1:6443 [fd00::1]:443",
                "KUBEZAP_NETWORK_DNS_RANGES", "10.1.0.10/32",
                "KUBEZAP_NETWORK_CLUSTER_RANGES", "203.0.113.0/24",
                "KUBEZAP_NETWORK_ALLOWED_RANGES", "10.20.0.0/16,fd00:20::/64",
                "KUBERNETES_SERVICE_HOST", "fd00:96::1",
                "KUBERNETES_SERVICE_PORT", "443"))
            .podDefaults()
            .network();

    assertThat(network.limitOutgoing()).isFalse();
    assertThat(network.scrapers()).containsExactly("monitoring", "grafana");
    assertThat(network.apiServer())
        .containsExactly(
            new NetworkEndpoint(InetAddress.ofLiteral("10.0.0.1"), 6443),
            new NetworkEndpoint(InetAddress.ofLiteral("fd00::1"), 443));
    assertThat(network.apiService())
        .contains(new NetworkEndpoint(InetAddress.ofLiteral("fd00:96::1"), 443));
    assertThat(network.dnsRanges()).containsExactly("10.1.0.10/32");
    assertThat(network.clusterRanges()).containsExactly("203.0.113.0/24");
    assertThat(network.allowedRanges()).containsExactly("10.20.0.0/16", "fd00:20::/64");
  }

  @Test
  void whatIsNoAddressIsToldByItsVariable() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "KUBEZAP_NETWORK_API_SERVER", "kubernetes:6443",
                        "KUBEZAP_NETWORK_DNS_RANGES", "10.0.0.10",
                        "KUBEZAP_NETWORK_CLUSTER_RANGES", "10.0.0.0/33",
                        "KUBEZAP_NETWORK_ALLOWED_RANGES", "proxy.example/32")))
        .hasMessageContainingAll(
            "KUBEZAP_NETWORK_API_SERVER must be addresses with their ports, separated by commas, such as 10.0.0.1:6443; it"
                + " has kubernetes:6443.",
            "KUBEZAP_NETWORK_DNS_RANGES must be ranges of addresses, separated by commas, such as 10.0.0.0/8; it has 10.0.0.10.",
            "it has 10.0.0.0/33.",
            "it has proxy.example/32.");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.0/16, true",
    "10.0.0.0/8, 10.0.0.0/8, true",
    "10.0.0.0/8, 11.0.0.0/16, false",
    "10.0.0.0/16, 10.0.0.0/8, false",
    "0.0.0.0/0, 169.254.0.0/16, true",
    "::/0, fe80::/10, true",
    "::/0, 10.0.0.0/8, false",
    "0.0.0.0/0, fe80::/10, false",
    "fd00:20::/64, fd00:20::7/128, true",
  })
  void aRangeContainsAnother(String range, String other, boolean contains) {
    assertThat(
            AddressRange.read(range).orElseThrow().contains(AddressRange.read(other).orElseThrow()))
        .isEqualTo(contains);
  }

  @ParameterizedTest
  @CsvSource({"10.0.0.0/8", "::/0", "::1/128", "fe80::/10", "fd00:20::7/128", "2001:db8:7:1::/64"})
  void aRangeIsWrittenAsItWasRead(String range) {
    assertThat(AddressRange.read(range).orElseThrow()).hasToString(range);
  }

  @Test
  void foundAddressesCountWhereNoneAreSet() {
    List<NetworkEndpoint> found = List.of(NetworkEndpoint.of("10.0.0.9", 6443).orElseThrow());

    assertThat(read(Map.of()).podDefaults().found(found).network().apiServer()).isEqualTo(found);
    assertThat(
            read(Map.of("KUBEZAP_NETWORK_API_SERVER", "10.0.0.1:443"))
                .podDefaults()
                .found(found)
                .network()
                .apiServer())
        .containsExactly(NetworkEndpoint.of("10.0.0.1", 443).orElseThrow());
  }

  @Test
  void aReplacedPasswordCountsAtOnceAndOneThatIsGoneStays(@TempDir Path folder) throws IOException {
    Path password = Files.writeString(folder.resolve("password"), "first\n");
    OperatorSettings settings =
        read(
            Map.of(
                "KUBEZAP_DATABASE_URL", "jdbc:postgresql://host/db",
                "KUBEZAP_DATABASE_USER", "user",
                "KUBEZAP_DATABASE_PASSWORD_FILE", password.toString()));
    assertThat(settings.databaseLogin().orElseThrow().password()).isEqualTo("first");

    Files.writeString(password, "second\n");
    assertThat(settings.databaseLogin().orElseThrow().password()).isEqualTo("second");

    Files.delete(password);
    assertThat(settings.databaseLogin().orElseThrow().password()).isEqualTo("second");
  }

  @Test
  void theDatabasesAuthorityIsVerified(@TempDir Path folder) throws IOException {
    Path authorities = Files.writeString(folder.resolve("ca.pem"), "PEM");
    OperatorSettings settings =
        read(
            Map.of(
                "KUBEZAP_DATABASE_URL", "jdbc:postgresql://host/db?connectTimeout=5",
                "KUBEZAP_DATABASE_USER", "user",
                "KUBEZAP_DATABASE_CA_FILE", authorities.toString()));

    assertThat(settings.databaseLogin().orElseThrow().url())
        .isEqualTo(
            "jdbc:postgresql://host/db?connectTimeout=5&sslmode=verify-full&sslrootcert="
                + authorities);
    assertThat(settings.podDefaults().databaseAuthorities())
        .contains(new DatabaseAuthorities(authorities.toString(), "PEM"));
  }
}
