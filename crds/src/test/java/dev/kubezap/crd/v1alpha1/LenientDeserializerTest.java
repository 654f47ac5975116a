package dev.kubezap.crd.v1alpha1;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

/** Resources that a newer version allowed. */
class LenientDeserializerTest {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private static WhatsAppSession session(String parts) {
    return YAML.unmarshal(
        """
        apiVersion: kubezap.dev/v1alpha1
        kind: WhatsAppSession
        metadata: {name: support, namespace: shop}
        %s
        """
            .formatted(parts),
        WhatsAppSession.class);
  }

  @Test
  void whatIsKnownIsReadAsBefore() {
    WhatsAppSessionSpec spec = session("spec: {logLevel: Debug, suspend: true}").getSpec();

    assertThat(spec.logLevel()).isEqualTo(LogLevel.DEBUG);
    assertThat(spec.suspend()).isTrue();
    assertThat(spec.unknown()).isEmpty();
  }

  @Test
  void unknownChoicesAreNamedAndTheRestIsRead() {
    WhatsAppSessionSpec spec =
        session(
                """
                spec:
                  displayName: Shop
                  logLevel: Trace
                  storage: {size: 2Gi, retention: Archive, accessModes: [ReadWriteOnce, Nowhere]}
                  webhooks:
                  - {url: 'https://a.example/', events: [message.received, poll.created, message.deleted]}
                """)
            .getSpec();

    assertThat(spec.unknown())
        .containsExactlyInAnyOrder(
            new UnknownSetting("spec.logLevel", "Trace"),
            new UnknownSetting("spec.storage.retention", "Archive"),
            new UnknownSetting("spec.storage.accessModes[1]", "Nowhere"),
            new UnknownSetting("spec.webhooks[0].events[1]", "poll.created"));
    assertThat(spec.displayName()).isEqualTo("Shop");
    assertThat(spec.logLevel()).isNull();
    assertThat(requireNonNull(spec.storage()).accessModes())
        .containsExactly(AccessMode.READ_WRITE_ONCE);
    assertThat(spec.webhooks().getFirst().events())
        .containsExactly(EventType.MESSAGE_RECEIVED, EventType.MESSAGE_DELETED);
    assertThat(spec.unknown("spec.storage")).isTrue();
    assertThat(spec.unknown("spec.storage.retention")).isTrue();
    assertThat(spec.unknown("spec.storage.size")).isFalse();
    assertThat(spec.unknown("spec.deletionPolicy")).isFalse();
  }

  @Test
  void valuesOfAnotherShapeAreNamedToo() {
    WhatsAppSessionSpec spec =
        session("spec: {suspend: {until: tomorrow}, deletionPolicy: [Keep], labels: {a: b}}")
            .getSpec();

    assertThat(spec.unknown())
        .containsExactlyInAnyOrder(
            new UnknownSetting("spec.suspend", "an object"),
            new UnknownSetting("spec.deletionPolicy", "a list"));
    assertThat(spec.labels()).containsEntry("a", "b");
    assertThat(session("spec: everything").getSpec().unknown())
        .containsExactly(new UnknownSetting("spec", "everything"));
  }

  @Test
  void aClassOfANewerVersionIsReadAsFarAsItCan() {
    WhatsAppSessionClassSpec spec =
        YAML.unmarshal(
                """
                apiVersion: kubezap.dev/v1alpha1
                kind: WhatsAppSessionClass
                metadata: {name: gold}
                spec: {defaults: {logLevel: Trace, image: a}, placement: {nodeSelector: everywhere}}
                """,
                WhatsAppSessionClass.class)
            .getSpec();

    assertThat(spec.unknown())
        .containsExactlyInAnyOrder(
            new UnknownSetting("spec.defaults.logLevel", "Trace"),
            new UnknownSetting("spec.placement.nodeSelector", "everywhere"));
    assertThat(requireNonNull(spec.defaults()).image()).isEqualTo("a");
  }

  @Test
  void statusOfANewerVersionIsReadAsFarAsItCan() {
    WhatsAppSessionStatus status =
        session(
                "status: {phase: Connected, restarts: many, session: {epoch: third, state: Connected}}")
            .getStatus();

    assertThat(status.phase()).isEqualTo("Connected");
    assertThat(status.restarts()).isNull();
    assertThat(requireNonNull(status.session()).state()).isEqualTo("Connected");
  }

  @Test
  void aNameOfTheUnknownIsNoPartOfTheResource() {
    assertThat(YAML.asJson(session("spec: {logLevel: Trace, image: a}")))
        .contains("\"image\":\"a\"")
        .doesNotContain("unknown");
  }
}
