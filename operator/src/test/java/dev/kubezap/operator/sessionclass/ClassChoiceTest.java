package dev.kubezap.operator.sessionclass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.crd.v1alpha1.WhatsAppSessionClass;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClassChoiceTest {

  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final WhatsAppSessionClass PLAIN = chosen("plain", "2026-11-01T00:00:00Z", "");
  private static final WhatsAppSessionClass GOLD = chosen("gold", "2026-11-02T00:00:00Z", "true");
  private static final Optional<Secret> NO_KEYS = Optional.empty();

  @Test
  void whatTheSessionNamesCountsWhetherItExistsOrNot() {
    assertThat(ClassChoice.of(session("className: silver"), keys("gold"), true, List.of(GOLD)))
        .contains("silver");
  }

  @Test
  void anEmptyNameIsNoClass() {
    assertThat(ClassChoice.of(session("className: ''"), keys("gold"), true, List.of(GOLD)))
        .isEmpty();
  }

  @Test
  void aNewSessionThatNamesNoneIsOfTheDefaultClass() {
    assertThat(ClassChoice.of(session("{}"), NO_KEYS, false, List.of(PLAIN, GOLD)))
        .contains("gold");
    assertThat(ClassChoice.of(session("{}"), NO_KEYS, false, List.of(PLAIN))).isEmpty();
  }

  @Test
  void theNewestOfSeveralDefaultsCounts() {
    var newer = chosen("blue", "2026-11-03T00:00:00Z", "true");

    assertThat(ClassChoice.of(session("{}"), NO_KEYS, false, List.of(newer, GOLD)))
        .contains("blue");
    assertThat(ClassChoice.of(session("{}"), NO_KEYS, false, List.of(GOLD, newer)))
        .contains("blue");
  }

  @Test
  void aSessionThatWasMadeBeforeTheDefaultStaysWithoutAClass() {
    assertThat(ClassChoice.of(session("{}"), keys(null), true, List.of(GOLD))).isEmpty();
  }

  @Test
  void aSessionStaysInTheClassThatItWasMadeWith() {
    assertThat(ClassChoice.of(session("{}"), keys("plain"), true, List.of(PLAIN, GOLD)))
        .contains("plain");
    assertThat(ClassChoice.of(session("{}"), keys("plain"), false, List.of(GOLD)))
        .as("its class is gone and another one is the default")
        .contains("plain");
  }

  private static WhatsAppSession session(String spec) {
    return YAML.unmarshal("spec:\n  " + spec, WhatsAppSession.class);
  }

  private static Optional<Secret> keys(@Nullable String name) {
    var secret = new SecretBuilder().withNewMetadata().endMetadata().build();
    if (name != null) {
      secret.getMetadata().getAnnotations().put("kubezap.dev/class", name);
    }
    return Optional.of(secret);
  }

  private static WhatsAppSessionClass chosen(String name, String created, String isDefault) {
    return YAML.unmarshal(
        """
        apiVersion: kubezap.dev/v1alpha1
        kind: WhatsAppSessionClass
        metadata:
          name: %s
          creationTimestamp: '%s'
          annotations: {kubezap.dev/is-default-class: '%s'}
        """
            .formatted(name, created, isDefault),
        WhatsAppSessionClass.class);
  }
}
