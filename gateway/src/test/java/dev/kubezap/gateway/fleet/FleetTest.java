package dev.kubezap.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.gateway.access.Caller;
import dev.kubezap.gateway.access.KeyDigest;
import dev.kubezap.gateway.access.Scope;
import dev.kubezap.gateway.name.SessionId;
import dev.kubezap.gateway.session.SessionRequest;
import dev.kubezap.gateway.session.SessionResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class FleetTest {

  private static final SessionId SUPPORT = new SessionId("shop", "support");
  private static final SessionId COPY = new SessionId("other", "copy");
  private static final KeyDigest FIRST = KeyDigest.of("the first key");
  private static final KeyDigest SECOND = KeyDigest.of("the second key");

  private final Fleet fleet = new Fleet();

  @Test
  void aKeyChoosesItsSessionUntilAnotherTakesItsPlace() {
    fleet.put(session(SUPPORT, FIRST));
    assertThat(fleet.ownerOf(FIRST).flatMap(Caller::session)).contains(SUPPORT);
    assertThat(fleet.ownerOf(FIRST).orElseThrow().may(Scope.ADMIN, SUPPORT)).isTrue();
    assertThat(fleet.ownerOf(FIRST).orElseThrow().may(Scope.READ, COPY)).isFalse();
    fleet.put(session(SUPPORT, SECOND));
    assertThat(fleet.ownerOf(FIRST)).isEmpty();
    assertThat(fleet.ownerOf(SECOND).flatMap(Caller::session)).contains(SUPPORT);
    fleet.remove(SUPPORT);
    assertThat(fleet.ownerOf(SECOND)).isEmpty();
  }

  @Test
  void aDigestThatWasCopiedChoosesNeitherUntilTheCopyIsGone() {
    fleet.put(session(SUPPORT, FIRST));
    fleet.put(session(COPY, FIRST));
    assertThat(fleet.ownerOf(FIRST)).isEmpty();
    fleet.remove(COPY);
    assertThat(fleet.ownerOf(FIRST).flatMap(Caller::session)).contains(SUPPORT);
  }

  private static WhatsAppSession session(SessionId id, KeyDigest key) {
    return new KubernetesSerialization()
        .unmarshal(
            SessionResource.create(id, SessionRequest.EMPTY, key).toString(),
            WhatsAppSession.class);
  }
}
