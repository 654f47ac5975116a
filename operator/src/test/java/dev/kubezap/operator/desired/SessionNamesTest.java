package dev.kubezap.operator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionNamesTest {

  private static ConfigMap labelled(Map<String, String> labels) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace("shop")
        .withName("was-support")
        .withLabels(labels)
        .endMetadata()
        .build();
  }

  @Test
  void anObjectTellsItsSessionByLabel() {
    assertThat(SessionNames.ofObject(labelled(Map.of(SessionNames.SESSION_LABEL, "support"))))
        .contains(new SessionNames("shop", "support"));
    assertThat(SessionNames.ofObject(labelled(Map.of("app", "support")))).isEmpty();
    assertThat(SessionNames.ofObject(labelled(Map.of()))).isEmpty();
  }

  @Test
  void namesFollowFromTheSession() {
    var names = new SessionNames("shop", "support");
    assertThat(names.object()).isEqualTo("was-support");
    assertThat(names.pod()).isEqualTo("was-support-0");
    assertThat(names.apiKeySecret()).isEqualTo("was-support.api-key");
    assertThat(names.pairingSecret()).isEqualTo("was-support.pairing");
    assertThat(names.endpoint()).isEqualTo("http://was-support.shop.svc:8080");
  }
}
