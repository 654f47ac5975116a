package dev.kubezap.pod.webhook;

import static dev.kubezap.pod.store.Samples.id;
import static dev.kubezap.pod.webhook.TestWebhooks.ALICE;
import static dev.kubezap.pod.webhook.TestWebhooks.BOB;
import static dev.kubezap.pod.webhook.TestWebhooks.KEY;
import static dev.kubezap.pod.webhook.TestWebhooks.QUICK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kubezap.pod.ownership.TestDatabase;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Deliveries in order, whatever fails and restarts. */
class WebhooksTest {
  @AutoClose private final TestWebhooks test = new TestWebhooks();

  WebhooksTest() throws IOException {}

  @Test
  void deliversSignedCloudEventsInOrder() throws Exception {
    test.deliverTo(test.endpoint("shop", Map.of("x-token", "t")));
    test.append(ALICE);
    test.append(ALICE);
    test.receiver().awaitCount(2);

    TestReceiver.Request request = test.receiver().requests().getFirst();
    JsonNode event = new JsonMapper().readTree(request.body());
    assertThat(request.header("content-type")).startsWith("application/cloudevents+json");
    assertThat(event.get("specversion").asText()).isEqualTo("1.0");
    assertThat(event.get("id").asText()).isEqualTo(id(1)).isEqualTo(request.header("webhook-id"));
    assertThat(event.get("source").asText()).isEqualTo("/namespaces/test/sessions/s");
    assertThat(event.get("type").asText()).isEqualTo("dev.kubezap.message.received");
    assertThat(event.get("subject").asText()).isEqualTo(ALICE.toString());
    assertThat(event.get("time").asText()).isEqualTo("2026-11-21T10:00:00Z");
    assertThat(event.get("sequence").asText()).isEqualTo(Long.toString((1L << 32) + 1));
    assertThat(event.get("data").get("id").asText()).isEqualTo(id(1));
    assertThat(request.header("x-token")).isEqualTo("t");
    long timestamp = Long.parseLong(request.header("webhook-timestamp"));
    assertThat(request.header("webhook-signature"))
        .isEqualTo(
            WebhookSignature.of(id(1), timestamp, request.body().getBytes(UTF_8), List.of(KEY)));
    assertThat(test.receiver().ids()).containsExactly(id(1), id(2));
    assertThat(test.receiver().connections()).as("one connection is enough").isEqualTo(1);
  }

  @Test
  void failingChatKeepsItsOrderAndHoldsBackNobody() throws Exception {
    test.receiver()
        .answer(
            request ->
                request.body().contains(ALICE.toString()) && test.receiver().rejected() < 3
                    ? 503
                    : 204);
    test.deliverTo(test.shop());
    test.append(ALICE);
    test.append(BOB);
    test.append(ALICE);
    test.append(BOB);
    test.receiver().awaitCount(4);
    assertThat(test.receiver().idsOf(ALICE)).containsExactly(id(1), id(3));
    assertThat(test.receiver().idsOf(BOB)).containsExactly(id(2), id(4));
    await().untilAsserted(() -> assertThat(test.webhooks().waiting("shop")).isEmpty());
    assertThat(test.failed("503")).isEqualTo(3);
  }

  @Test
  void anEventThatIsRefusedForEverHoldsBackNobodyNorAfterARestart() throws Exception {
    test.receiver().answer(request -> request.body().contains(ALICE.toString()) ? 500 : 200);
    test.deliverTo(test.shop());
    test.append(ALICE);
    await().until(() -> test.failed("500") > 8);
    test.append(ALICE);
    test.append(BOB);
    test.receiver().awaitCount(1);

    long before = test.failed("500");
    await().until(() -> test.failed("500") > before + 8);
    test.webhooks().stop();
    test.start();
    test.append(BOB);
    test.receiver().awaitCount(2);
    assertThat(test.receiver().idsOf(BOB)).containsExactly(id(3), id(4));
    assertThat(test.webhooks().waiting("shop")).hasSize(2);
  }

  @Test
  void endpointThatWasAwayGetsEverythingInOrderAfterARestart() throws Exception {
    test.receiver().answer(request -> 500);
    test.deliverTo(test.shop());
    for (int i = 0; i < 30; i++) {
      test.append(i % 2 == 0 ? ALICE : BOB);
    }
    await().until(() -> test.failed("500") > 8);
    await().untilAsserted(() -> assertThat(test.webhooks().waiting("shop")).isNotEmpty());
    test.webhooks().stop();
    assertThat(
            TestDatabase.number(
                "select count(*) from kubezap.webhook where failing_since is not null and session_id = "
                    + test.store().session()))
        .isEqualTo(1);

    test.receiver().answer(request -> 200);
    test.renew(QUICK);
    test.webhooks().updateEndpoints(List.of(test.shop()));
    test.start();
    test.receiver().awaitCount(30);
    assertThat(test.receiver().ids()).doesNotHaveDuplicates().hasSize(30);
    assertThat(test.receiver().idsOf(ALICE)).isSorted();
    assertThat(test.receiver().idsOf(BOB)).isSorted();
  }

  @Test
  void aCleanRestartRepeatsNothingAndMissesNothing() throws Exception {
    test.deliverTo(test.shop());
    for (int i = 0; i < 50; i++) {
      test.append(i % 3 == 0 ? ALICE : BOB);
      if (i == 20 || i == 35) {
        test.webhooks().stop();
        test.start();
      }
    }
    test.receiver().awaitCount(50);
    assertThat(test.receiver().ids()).hasSize(50).doesNotHaveDuplicates();
  }

  @Test
  void anotherOwnersSinkWritesNothing() throws Exception {
    test.receiver().answer(request -> 500);
    test.deliverTo(test.shop());
    test.store().takeOver();
    DeliveryTable stale =
        new DeliveryTable(
            test.store().reads(),
            test.store().session(),
            test.store().lease().grant().epoch(),
            "shop");
    assertThat(stale.write(new Checkpoint(99, Optional.empty(), List.of(), List.of(), List.of())))
        .isFalse();
    assertThat(stale.load(1, 1).position()).isZero();
  }
}
