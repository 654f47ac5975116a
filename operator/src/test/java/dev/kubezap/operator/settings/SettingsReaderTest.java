package dev.kubezap.operator.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsReaderTest {

  private static OperatorSettings read(Map<String, String> environment) {
    return read(environment, Optional.empty());
  }

  private static OperatorSettings read(
      Map<String, String> environment, Optional<String> ownNamespace) {
    return SettingsReader.read(
        name -> Optional.ofNullable(environment.get(name)), "1.2.3", ownNamespace);
  }

  @Test
  void nothingSetGivesDefaults() {
    OperatorSettings settings = read(Map.of());

    assertThat(settings.database()).isEmpty();
    assertThat(settings.podDefaults().image()).isEqualTo("kubezap/session-pod:1.2.3");
    assertThat(settings.watchNamespaces()).isEmpty();
    assertThat(settings.trustPodAddressAnnotation()).isFalse();
    assertThat(settings.classRequired()).isFalse();
    assertThat(read(Map.of("KUBEZAP_CLASS_REQUIRED", "true")).classRequired()).isTrue();
    assertThat(settings.removalsPerMinute()).isEqualTo(10);
    assertThat(settings.podDefaults().user()).contains(10001L);
    assertThat(read(Map.of("KUBEZAP_SESSION_USER", "0")).podDefaults().user()).isEmpty();
    assertThatThrownBy(() -> read(Map.of("KUBEZAP_SESSION_USER", "root")))
        .hasMessageContaining("KUBEZAP_SESSION_USER must be the number of a user");
    assertThat(settings.secretsLabelled()).isFalse();
    assertThat(read(Map.of("KUBEZAP_SECRETS_LABELLED", "true")).secretsLabelled()).isTrue();
    assertThat(settings.logOutPatience()).isEqualTo(Duration.ofMinutes(1));
    assertThat(settings.reviewInterval()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.rollout()).isEqualTo(new RolloutSettings(10, 8, 5));
    assertThat(settings.rolloutPaused()).isFalse();
  }

  @Test
  void everythingSetIsRead(@TempDir Path folder) throws IOException {
    Path password = Files.writeString(folder.resolve("password"), "hush\n");
    Path authorities = Files.writeString(folder.resolve("ca.pem"), "PEM");
    OperatorSettings settings =
        read(
            Map.of(
                "KUBEZAP_DATABASE_URL", "jdbc:postgresql://host/db",
                "KUBEZAP_DATABASE_USER", "user",
                "KUBEZAP_DATABASE_PASSWORD_FILE", password.toString(),
                "KUBEZAP_SESSION_IMAGE", "image:1",
                "KUBEZAP_WHATSAPP_URL", "wss://host/",
                "KUBEZAP_WHATSAPP_CA_FILE", authorities.toString(),
                "KUBEZAP_WATCH_NAMESPACES", "a, b",
                "KUBEZAP_TRUST_POD_ADDRESS_ANNOTATION", "true",
                "KUBEZAP_ROLLOUT_BUDGET", "50",
                "KUBEZAP_LOG_OUT_PATIENCE_SECONDS", "5"));

    assertThat(settings.databaseLogin())
        .contains(new DatabaseLogin("jdbc:postgresql://host/db", "user", "hush"));
    assertThat(settings.podDefaults().image()).isEqualTo("image:1");
    assertThat(settings.podDefaults().whatsappVariables())
        .containsEntry("KUBEZAP_WHATSAPP_URL", "wss://host/")
        .hasSize(1);
    assertThat(settings.podDefaults().whatsappAuthorities()).contains("PEM");
    assertThat(settings.watchNamespaces()).containsExactly("a", "b");
    assertThat(settings.trustPodAddressAnnotation()).isTrue();
    assertThat(settings.rollout()).isEqualTo(new RolloutSettings(50, 40, 25));
    assertThat(read(Map.of("KUBEZAP_ROLLOUT_FAILURES", "7")).rollout())
        .isEqualTo(new RolloutSettings(10, 8, 7));
    assertThat(read(Map.of("KUBEZAP_ROLLOUT_PAUSED", "true")).rolloutPaused()).isTrue();
    assertThat(
            read(Map.of("KUBEZAP_WATCH_NAMESPACES", "one", "KUBEZAP_ROLLOUT_BUDGET", "1"))
                .rollout())
        .isEqualTo(new RolloutSettings(1, 1, 1));
    assertThat(settings.toString()).doesNotContain("hush");
  }

  @Test
  void onlyNamesAreNamespacesAndNoneIsNotAll() {
    assertThat(read(Map.of("KUBEZAP_WATCH_NAMESPACES", ",b,,a ,")).watchNamespaces())
        .containsExactly("a", "b");
    assertThatThrownBy(() -> read(Map.of("KUBEZAP_WATCH_NAMESPACES", ",")))
        .hasMessage("KUBEZAP_WATCH_NAMESPACES must name namespaces, separated by commas.");
  }

  @Test
  void tracesGoToACollectorThatIsNamed() {
    String endpoint = "http://collector.observability.svc:4318";

    assertThat(read(Map.of()).podDefaults().traces()).isEmpty();
    assertThat(read(Map.of("KUBEZAP_TRACES_ENDPOINT", endpoint)).podDefaults().traces())
        .contains(new TraceCollector(endpoint, "1"));
    assertThat(
            read(Map.of("KUBEZAP_TRACES_ENDPOINT", endpoint, "KUBEZAP_TRACES_RATIO", "0.25"))
                .podDefaults()
                .traces())
        .contains(new TraceCollector(endpoint, "0.25"));
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "KUBEZAP_TRACES_ENDPOINT",
                        "http://user:hush@collector:4318",
                        "KUBEZAP_TRACES_RATIO",
                        "1.5")))
        .hasMessageContainingAll(
            "KUBEZAP_TRACES_ENDPOINT must be an http or https URL without a login",
            "KUBEZAP_TRACES_RATIO must be a number from 0 to 1")
        .message()
        .doesNotContain("hush");
  }

  @Test
  void theLeaseIsReadWhenALeaderIsWanted() {
    assertThat(read(Map.of()).lease()).isEmpty();
    assertThat(
            read(Map.of(
                    "KUBEZAP_LEADER_ELECTION", "true",
                    "KUBEZAP_LEASE_NAMESPACE", "kubezap",
                    "HOSTNAME", "operator-1"))
                .lease())
        .contains(new LeaseSettings("kubezap", "operator-1", Duration.ofSeconds(15)));
    assertThatThrownBy(
            () -> read(Map.of("KUBEZAP_LEADER_ELECTION", "true", "KUBEZAP_LEASE_SECONDS", "1")))
        .hasMessageContainingAll(
            "KUBEZAP_LEASE_NAMESPACE must be set",
            "HOSTNAME must be set",
            "KUBEZAP_LEASE_SECONDS must be at least 3.");
  }

  @Test
  void timesAndNumbersAreTakenWithinTheirBounds() {
    OperatorSettings settings =
        read(
            Map.of(
                "KUBEZAP_REVIEW_INTERVAL_SECONDS", "1",
                "KUBEZAP_MOUNT_DELAY_SECONDS", "99999",
                "KUBEZAP_LEADER_ELECTION", "true",
                "KUBEZAP_LEASE_NAMESPACE", "kubezap",
                "KUBEZAP_LEASE_SECONDS", "3",
                "HOSTNAME", "operator-1"));

    assertThat(settings.reviewInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.mountDelay()).isEqualTo(Duration.ofSeconds(99_999));
    assertThat(settings.lease().map(LeaseSettings::duration)).contains(Duration.ofSeconds(3));
    assertThat(read(Map.of()).mountDelay()).isEqualTo(Duration.ofMinutes(2));
    for (String wrong : List.of("0", "100000", "-1", "1.5", "many")) {
      assertThatThrownBy(() -> read(Map.of("KUBEZAP_ROLLOUT_BUDGET", wrong)))
          .hasMessage("KUBEZAP_ROLLOUT_BUDGET must be a number from 1 to 99999.");
    }
  }

  @Test
  void aPasswordIsOfTheVariableOrOfTheFileOrNone(@TempDir Path folder) throws IOException {
    String file = Files.writeString(folder.resolve("password"), "of the file").toString();
    Map<String, String> login =
        Map.of("KUBEZAP_DATABASE_URL", "jdbc:postgresql://host/db", "KUBEZAP_DATABASE_USER", "me");

    assertThat(read(login).databaseLogin().map(DatabaseLogin::password)).contains("");
    Map<String, String> direct = new HashMap<>(login);
    direct.put("KUBEZAP_DATABASE_PASSWORD", "of the variable");
    assertThat(read(direct).databaseLogin().map(DatabaseLogin::password))
        .contains("of the variable");
    direct.put("KUBEZAP_DATABASE_PASSWORD_FILE", file);
    assertThatThrownBy(() -> read(direct))
        .hasMessage(
            "KUBEZAP_DATABASE_PASSWORD and KUBEZAP_DATABASE_PASSWORD_FILE are both set: set one of them.");
  }

  @Test
  void operatorThatIsAPodAgreesWithOthersUnlessToldNotTo() {
    Map<String, String> pod = Map.of("HOSTNAME", "operator-1");
    assertThat(read(pod, Optional.of("kubezap")).lease())
        .contains(new LeaseSettings("kubezap", "operator-1", Duration.ofSeconds(15)));
    assertThat(
            read(
                    Map.of("HOSTNAME", "operator-1", "KUBEZAP_LEASE_NAMESPACE", "other"),
                    Optional.of("kubezap"))
                .lease()
                .map(LeaseSettings::namespace))
        .contains("other");
    assertThat(read(Map.of("KUBEZAP_LEADER_ELECTION", "false"), Optional.of("kubezap")).lease())
        .isEmpty();
  }

  @Test
  void namespaceIsKnownToAPodAlone(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("namespace"), "kubezap\n");
    Map<String, String> pod = Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1");
    Map<String, String> elsewhere =
        Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "KUBECONFIG", "/config");

    assertThat(OwnNamespace.find(name -> Optional.ofNullable(pod.get(name)), file))
        .contains("kubezap");
    assertThat(OwnNamespace.find(name -> Optional.ofNullable(elsewhere.get(name)), file)).isEmpty();
    assertThat(OwnNamespace.find(name -> Optional.empty(), file)).isEmpty();
    assertThat(
            OwnNamespace.find(
                name -> Optional.ofNullable(pod.get(name)), folder.resolve("missing")))
        .isEmpty();
  }

  @Test
  void everythingWrongIsToldAtOnce() {
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "KUBEZAP_DATABASE_URL", "postgres://host/db",
                        "KUBEZAP_WHATSAPP_CA_FILE", "/nowhere",
                        "KUBEZAP_TRUST_POD_ADDRESS_ANNOTATION", "yes",
                        "KUBEZAP_REVIEW_INTERVAL_SECONDS", "0")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContainingAll(
            "KUBEZAP_DATABASE_URL must be jdbc:postgresql://host:port/database, without a password.",
            "KUBEZAP_DATABASE_USER must be set",
            "KUBEZAP_WHATSAPP_CA_FILE names /nowhere, which cannot be read.",
            "KUBEZAP_TRUST_POD_ADDRESS_ANNOTATION must be true or false.",
            "KUBEZAP_REVIEW_INTERVAL_SECONDS must be a number of seconds");
  }
}
