package dev.kubezap.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.v1alpha1.Pairing;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.operator.observed.LinkOffer;
import dev.kubezap.operator.observed.PodView;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PairingSecretTest {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final Instant EXPIRY = Instant.parse("2026-11-21T09:30:20.5Z");

  @Test
  void secretBelongsToTheResourceAndSaysUntilWhen() {
    var offer = new LinkOffer(Optional.of("2@a"), Optional.empty(), EXPIRY);

    assertThat(YAML.asYaml(PairingSecret.of(session("", ""), offer)))
        .isEqualTo(
            """
            ---
            apiVersion: "v1"
            kind: "Secret"
            metadata:
              labels:
                app.kubernetes.io/managed-by: "kubezap-operator"
                app.kubernetes.io/name: "kubezap-session"
                kubezap.dev/session: "support"
              name: "was-support.pairing"
              namespace: "shop"
              ownerReferences:
              - apiVersion: "kubezap.dev/v1alpha1"
                kind: "WhatsAppSession"
                blockOwnerDeletion: true
                controller: true
                name: "support"
                uid: "7f1c"
            data:
              expires-at: "MjAyNi0xMS0yMVQwOTozMDoyMFo="
              qr: "MkBh"
            type: "Opaque"
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          'pairing: {publish: Secret}' | 'qr: {expiresAt: "2026-11-21T09:30:20Z"}'          | 2026-11-21T09:30:20Z
          'pairing: {publish: Secret}' | 'pairingCode: {expiresAt: "2026-11-21T09:30:20Z"}' | 2026-11-21T09:30:20Z
          'pairing: {publish: Secret}' | 'state: Connected'                                 | -
          'pairing: {publish: Status}' | 'qr: {expiresAt: "2026-11-21T09:30:20Z"}'          | -
          ''                           | 'qr: {expiresAt: "2026-11-21T09:30:20Z"}'          | -
          """)
  void secretIsWantedWhileThereIsSomethingToScan(
      String spec, String report, @Nullable String until) {
    WhatsAppSession session = session(spec, report);

    assertThat(
            PairingSecret.wanted(pod(session), Optional.ofNullable(session.getStatus().session()))
                .map(Instant::toString)
                .orElse(null))
        .isEqualTo(until);
  }

  @Test
  void olderCodeIsReplaced() {
    var secret =
        PairingSecret.of(
            session("", ""), new LinkOffer(Optional.empty(), Optional.of("ABCD-1234"), EXPIRY));

    assertThat(PairingSecret.fresh(secret, Instant.parse("2026-11-21T09:30:20Z"))).isTrue();
    assertThat(PairingSecret.fresh(secret, Instant.parse("2026-11-21T09:30:40Z"))).isFalse();
  }

  /** Whoever may write Secrets must not be able to stop the operator's work on a session. */
  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{data: {}}", "{data: {expires-at: c29vbg==}}", "{data: {expires-at: '!'}}"})
  void aSecretThatSaysNothingOfItsTimeIsWrittenAnew(String secret) {
    assertThat(PairingSecret.fresh(YAML.unmarshal("---\n" + secret, Secret.class), EXPIRY))
        .isFalse();
  }

  @Test
  void aReportWhoseTimeIsNoneOffersNothing() {
    WhatsAppSession session = session("pairing: {publish: Secret}", "qr: {expiresAt: soon}");

    assertThat(
            PairingSecret.wanted(pod(session), Optional.ofNullable(session.getStatus().session())))
        .isEmpty();
  }

  /** The pod that was made as its session says. */
  private static Optional<PodView> pod(WhatsAppSession session) {
    boolean secret =
        Optional.ofNullable(session.getSpec().pairing()).filter(Pairing::secret).isPresent();
    return Optional.of(
        new PodView(
            "p", "u", true, true, Optional.empty(), 0, Optional.empty(), secret, Optional.empty()));
  }

  private static WhatsAppSession session(String spec, String report) {
    return YAML.unmarshal(
        """
        apiVersion: kubezap.dev/v1alpha1
        kind: WhatsAppSession
        metadata: {name: support, namespace: shop, uid: 7f1c}
        spec: {%s}
        status: {session: {%s}}
        """
            .formatted(spec, report),
        WhatsAppSession.class);
  }
}
