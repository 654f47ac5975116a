package dev.kubezap.operator.sessionclass;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.v1alpha1.Behaviour;
import dev.kubezap.crd.v1alpha1.IgnoredChats;
import dev.kubezap.crd.v1alpha1.ImagePullPolicy;
import dev.kubezap.crd.v1alpha1.LogLevel;
import dev.kubezap.crd.v1alpha1.MediaType;
import dev.kubezap.crd.v1alpha1.Pairing;
import dev.kubezap.crd.v1alpha1.PairingPublication;
import dev.kubezap.crd.v1alpha1.Placement;
import dev.kubezap.crd.v1alpha1.SecretName;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionClass;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EffectiveSpecTest {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final String DEFAULTS =
      """
      defaults:
        image: registry.example/session-pod:2
        imagePullPolicy: Never
        imagePullSecrets: [{name: registry}]
        resources: {limits: {memory: 512Mi}}
        logLevel: Warn
        behaviour:
          {markOnline: false, ignore: [groups], messagesPerMinute: 10, burst: 3,
           downloadMedia: [image], downloadMaxMiB: 16}
      """;

  @Test
  void withoutAClassTheResourceIsAllThereIs() {
    WhatsAppSessionSpec own = spec("logLevel: Debug");

    assertThat(EffectiveSpec.of(own, Optional.empty()).spec()).isEqualTo(own);
    assertThat(EffectiveSpec.of(own, Optional.empty()).className()).isEmpty();
    assertThat(EffectiveSpec.of(own, Optional.empty()).placement()).isEqualTo(Placement.EMPTY);
  }

  @Test
  void aClassThatSaysNothingChangesNothing() {
    WhatsAppSessionSpec own =
        spec("{image: a, suspend: true, labels: {a: b}, deletionPolicy: Keep, displayName: Shop}");

    assertThat(EffectiveSpec.of(own, chosen("{}"), Optional.empty()).spec()).isEqualTo(own);
    assertThat(EffectiveSpec.of(own, chosen("{}"), Optional.empty()).className()).contains("gold");
  }

  @Test
  void theClassFillsWhatTheResourceLeavesOut() {
    WhatsAppSessionSpec filled =
        EffectiveSpec.of(spec("{}"), chosen(DEFAULTS), Optional.empty()).spec();

    assertThat(filled.image()).isEqualTo("registry.example/session-pod:2");
    assertThat(filled.imagePullPolicy()).isEqualTo(ImagePullPolicy.NEVER);
    assertThat(filled.imagePullSecrets()).containsExactly(new SecretName("registry"));
    assertThat(requireNonNull(filled.resources()).limits())
        .isEqualTo(Map.of("memory", new Quantity("512Mi")));
    assertThat(filled.logLevel()).isEqualTo(LogLevel.WARN);
    assertThat(filled.behaviour())
        .isEqualTo(
            new Behaviour(
                false,
                null,
                null,
                null,
                List.of(IgnoredChats.GROUPS),
                10,
                3,
                null,
                null,
                List.of(MediaType.IMAGE),
                16,
                null));
  }

  @Test
  void whatTheResourceSaysCounts() {
    WhatsAppSessionSpec filled =
        EffectiveSpec.of(
                spec(
                    "{image: own, imagePullPolicy: Always, imagePullSecrets: [{name: mine}],"
                        + " resources: {requests: {cpu: 10m}}, logLevel: Debug}"),
                chosen(DEFAULTS),
                Optional.empty())
            .spec();

    assertThat(filled.image()).isEqualTo("own");
    assertThat(filled.imagePullPolicy()).isEqualTo(ImagePullPolicy.ALWAYS);
    assertThat(filled.imagePullSecrets()).containsExactly(new SecretName("mine"));
    assertThat(requireNonNull(filled.resources()).limits())
        .as("a limit below the session's own request would be refused")
        .isEmpty();
    assertThat(filled.logLevel()).isEqualTo(LogLevel.DEBUG);
  }

  @Test
  void eachSettingOfTheBehaviourStandsForItself() {
    WhatsAppSessionSpec filled =
        EffectiveSpec.of(
                spec(
                    "behaviour: {markOnline: true, ignore: [status], messagesPerMinute: 20,"
                        + " downloadMedia: [voice]}"),
                chosen(DEFAULTS),
                Optional.empty())
            .spec();

    assertThat(filled.behaviour())
        .isEqualTo(
            new Behaviour(
                true,
                null,
                null,
                null,
                List.of(IgnoredChats.STATUS),
                20,
                3,
                null,
                null,
                List.of(MediaType.VOICE),
                16,
                null));
  }

  @Test
  void anEmptyListTakesTheClassesAway() {
    WhatsAppSessionSpec filled =
        EffectiveSpec.of(
                spec(
                    "{imagePullSecrets: [], behaviour: {ignore: [], downloadMedia: []},"
                        + " network: {from: [], to: []}}"),
                chosen(
                    """
                    defaults:
                      imagePullSecrets: [{name: registry}]
                      behaviour: {ignore: [groups], downloadMedia: [image]}
                      network: {from: [{namespace: a}], publicPorts: [8443], to: [{namespace: b}]}
                    """),
                Optional.empty())
            .spec();

    assertThat(filled.imagePullSecrets()).isEmpty();
    assertThat(requireNonNull(filled.behaviour()).ignore()).isEmpty();
    assertThat(requireNonNull(filled.behaviour()).downloadMedia()).isEmpty();
    assertThat(filled.reach().sources()).isEmpty();
    assertThat(filled.reach().targets()).isEmpty();
    assertThat(filled.reach().ports()).as("left out").containsExactly(8443);
  }

  /** What is written and read again, as by the SDK, must not lose it. */
  @Test
  void anEmptyListIsWrittenAsOne() {
    String text = YAML.asYaml(spec("{imagePullSecrets: [], behaviour: {ignore: []}}"));

    assertThat(text).contains("imagePullSecrets: []").contains("ignore: []");
    assertThat(YAML.asYaml(spec("{suspend: true}"))).doesNotContain("imagePullSecrets");
  }

  @Test
  void theClassSaysHowPairingIsShownAndTheSessionItsNumber() {
    WhatsAppSessionClass secret = chosen("defaults: {pairing: {publish: Secret}}");

    assertThat(EffectiveSpec.of(spec("{}"), secret, Optional.empty()).spec().pairing())
        .isEqualTo(new Pairing(null, PairingPublication.SECRET));
    assertThat(
            EffectiveSpec.of(
                    spec("pairing: {phoneNumber: '+4915112345678'}"), secret, Optional.empty())
                .spec()
                .pairing())
        .isEqualTo(new Pairing("+4915112345678", PairingPublication.SECRET));
    assertThat(
            EffectiveSpec.of(spec("pairing: {publish: Status}"), secret, Optional.empty())
                .spec()
                .pairing())
        .isEqualTo(new Pairing(null, PairingPublication.STATUS));
  }

  @Test
  void theClassSaysWhereThePodRuns() {
    Placement placement =
        EffectiveSpec.of(
                spec("{}"),
                chosen("placement: {nodeSelector: {pool: a}, priorityClassName: important}"),
                Optional.empty())
            .placement();

    assertThat(placement)
        .isEqualTo(new Placement(Map.of("pool", "a"), List.of(), null, "important"));
  }

  private static WhatsAppSessionSpec spec(String spec) {
    return YAML.unmarshal("spec:\n" + spec.indent(2), WhatsAppSession.class).getSpec();
  }

  private static WhatsAppSessionClass chosen(String spec) {
    return YAML.unmarshal(
        "metadata: {name: gold}\nspec:\n" + spec.indent(2), WhatsAppSessionClass.class);
  }
}
