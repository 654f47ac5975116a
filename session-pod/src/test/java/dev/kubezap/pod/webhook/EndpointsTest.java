package dev.kubezap.pod.webhook;

import static dev.kubezap.pod.store.Samples.id;
import static dev.kubezap.pod.webhook.TestWebhooks.ALICE;
import static dev.kubezap.pod.webhook.TestWebhooks.BOB;
import static dev.kubezap.pod.webhook.TestWebhooks.QUICK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.whatsapp.event.ConnectionEvent;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Which events an endpoint gets, and which endpoints are reached. */
class EndpointsTest {
  @AutoClose private final TestWebhooks test = new TestWebhooks();

  EndpointsTest() throws IOException {}

  @Test
  void newEndpointsBeginWithTheNextEventAndOldOnesKeepTheirPlace() throws Exception {
    test.start();
    test.append(ALICE);
    WebhookEndpoint shop = test.shop();
    test.webhooks().updateEndpoints(List.of(shop));
    test.awaitPlaceOf("shop");
    test.append(ALICE);
    test.receiver().awaitCount(1);
    test.webhooks().updateEndpoints(List.of());
    test.append(ALICE);
    test.webhooks().updateEndpoints(List.of(shop));
    test.receiver().awaitCount(2);
    assertThat(test.receiver().ids()).containsExactly(id(2), id(3));
  }

  @Test
  void endpointsDeclaredAtTheStartGetAllOfThisOwnership() throws Exception {
    test.append(ALICE);
    test.deliverTo(test.shop());
    test.receiver().awaitCount(1);
    assertThat(test.receiver().ids()).containsExactly(id(1));
  }

  @Test
  void onlyWantedTypesAreDelivered() throws Exception {
    test.deliverTo(
        new WebhookEndpoint(
            "shop", test.receiver().url(), Set.of("session.disconnected"), Map.of(), List.of()));
    test.append(ALICE);
    test.append(new ConnectionEvent.Disconnected("515", "restart"));
    test.receiver().awaitCount(1);
    assertThat(test.receiver().ids()).containsExactly(id(2));
    assertThat(test.receiver().requests().getFirst().header("webhook-signature")).isEmpty();
  }

  @Test
  void loopbackIsNotReachedUnlessAllowedAndRedirectsAreNotFollowed() throws Exception {
    Webhooks strict = test.webhooks(QUICK, false);
    strict.updateEndpoints(List.of(test.endpoint("strict", Map.of())));
    strict.start(test.store().lease().grant().epoch());
    test.awaitPlaceOf("strict");
    test.append(ALICE);
    await().until(() -> test.failed("address-not-allowed") > 0);
    strict.stop();
    assertThat(test.receiver().requests()).isEmpty();

    test.receiver().answer(request -> 302);
    test.deliverTo(test.shop());
    test.append(BOB);
    await().until(() -> test.failed("302") > 0);
  }
}
