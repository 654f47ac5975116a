package dev.kubezap.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.operator.desired.SessionNames;
import dev.kubezap.operator.observed.PodView;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodAccessTest {

  private static final SessionNames NAMES = new SessionNames("shop", "support");
  private static final String SERVICE = "http://was-support.shop.svc:8080";

  private static Optional<PodView> pod(String address) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("was-support-0")
            .withUid("uid")
            .addToAnnotations("kubezap.dev/address", address)
            .endMetadata()
            .build();
    return Optional.of(PodView.of(pod, Instant.EPOCH));
  }

  @Test
  void annotationCountsWhenItIsTrusted() {
    var access = new PodAccess(new SessionCaches(true), true);

    assertThat(access.endpoint(NAMES, pod("http://127.0.0.1:20001")))
        .isEqualTo("http://127.0.0.1:20001");
    assertThat(access.endpoint(NAMES, Optional.empty())).isEqualTo(SERVICE);
  }

  /** Whoever may annotate a pod must not learn the API key that is sent there. */
  @Test
  void annotationCountsForNothingOtherwise() {
    var access = new PodAccess(new SessionCaches(true), false);

    assertThat(access.endpoint(NAMES, pod("http://evil.example"))).isEqualTo(SERVICE);
  }
}
