package dev.kubezap.pod.webhook;

import static dev.kubezap.pod.store.Samples.id;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kubezap.pod.outbox.CloudEventJson;
import dev.kubezap.pod.ownership.TestDatabase;
import dev.kubezap.pod.store.Samples;
import dev.kubezap.pod.store.TestStore;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.Change;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhooksTest {
  private static final Jid ALICE = Jid.phoneNumber("4915100000001");
  private static final Jid BOB = Jid.phoneNumber("4915100000002");
  private static final SigningKey KEY = SigningKey.parse("key");
  private static final RetryPolicy QUICK =
      new RetryPolicy(Duration.ofMillis(20), Duration.ofMillis(60), Duration.ofHours(1));

  private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
  private final LongAdder deadLetters = new LongAdder();
  @AutoClose private final TestStore test = TestStore.open();
  private TestReceiver receiver;
  private Webhooks webhooks;
  private int count;

  @BeforeEach
  void open() throws Exception {
    receiver = new TestReceiver();
    webhooks = webhooks(QUICK, true);
  }

  @AfterEach
  void close() throws Exception {
    webhooks.stop();
    receiver.close();
  }

  @Test
  void deliversSignedCloudEventsInOrder() throws Exception {
    deliverTo(endpoint("shop", Map.of("x-token", "t")));
    append(ALICE);
    append(ALICE);
    receiver.awaitCount(2);

    TestReceiver.Request request = receiver.requests().getFirst();
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
    assertThat(receiver.ids()).containsExactly(id(1), id(2));
    assertThat(receiver.connections()).as("one connection is enough").isEqualTo(1);
  }

  @Test
  void failingChatKeepsItsOrderAndHoldsBackNobody() throws Exception {
    receiver.answer(
        request -> request.body().contains(ALICE.toString()) && failuresLeft(3) ? 503 : 204);
    deliverTo(endpoint("shop", Map.of()));
    append(ALICE);
    append(BOB);
    append(ALICE);
    append(BOB);
    receiver.awaitCount(4);
    assertThat(receiver.idsOf(ALICE)).containsExactly(id(1), id(3));
    assertThat(receiver.idsOf(BOB)).containsExactly(id(2), id(4));
    await().untilAsserted(() -> assertThat(webhooks.waiting("shop")).isEmpty());
    assertThat(failed("503")).isEqualTo(3);
  }

  @Test
  void anEventThatIsRefusedForEverHoldsBackNobodyNorAfterARestart() throws Exception {
    receiver.answer(request -> request.body().contains(ALICE.toString()) ? 500 : 200);
    deliverTo(endpoint("shop", Map.of()));
    append(ALICE);
    await().until(() -> failed("500") > 8);
    append(ALICE);
    append(BOB);
    receiver.awaitCount(1);

    long before = failed("500");
    await().until(() -> failed("500") > before + 8);
    webhooks.stop();
    webhooks.start(test.lease().grant().epoch());
    append(BOB);
    receiver.awaitCount(2);
    assertThat(receiver.idsOf(BOB)).containsExactly(id(3), id(4));
    assertThat(webhooks.waiting("shop")).hasSize(2);
  }

  @Test
  void endpointThatWasAwayGetsEverythingInOrderAfterARestart() throws Exception {
    receiver.answer(request -> 500);
    deliverTo(endpoint("shop", Map.of()));
    for (int i = 0; i < 30; i++) {
      append(i % 2 == 0 ? ALICE : BOB);
    }
    await().until(() -> failed("500") > 8);
    await().untilAsserted(() -> assertThat(webhooks.waiting("shop")).isNotEmpty());
    webhooks.stop();
    assertThat(
            TestDatabase.number(
                "select count(*) from kubezap.webhook where failing_since is not null and session_id = "
                    + test.session()))
        .isEqualTo(1);

    receiver.answer(request -> 200);
    webhooks = webhooks(QUICK, true);
    webhooks.updateEndpoints(List.of(endpoint("shop", Map.of())));
    webhooks.start(test.lease().grant().epoch());
    receiver.awaitCount(30);
    assertThat(receiver.ids()).doesNotHaveDuplicates().hasSize(30);
    assertThat(receiver.idsOf(ALICE)).isSorted();
    assertThat(receiver.idsOf(BOB)).isSorted();
  }

  @Test
  void aCleanRestartRepeatsNothingAndMissesNothing() throws Exception {
    deliverTo(endpoint("shop", Map.of()));
    for (int i = 0; i < 50; i++) {
      append(i % 3 == 0 ? ALICE : BOB);
      if (i == 20 || i == 35) {
        webhooks.stop();
        webhooks.start(test.lease().grant().epoch());
      }
    }
    receiver.awaitCount(50);
    assertThat(receiver.ids()).hasSize(50).doesNotHaveDuplicates();
  }

  @Test
  void deadLettersAreKeptAndReplayed() throws Exception {
    webhooks =
        webhooks(
            new RetryPolicy(Duration.ofMillis(10), Duration.ofMillis(10), Duration.ZERO), true);
    receiver.answer(request -> request.body().contains(ALICE.toString()) ? 400 : 200);
    deliverTo(endpoint("shop", Map.of()));
    append(ALICE);
    append(BOB);
    await().untilAsserted(() -> assertThat(webhooks.deadLetters("shop")).hasSize(1));
    Delivery dead = webhooks.deadLetters("shop").getFirst();
    assertThat(dead.lastStatus()).contains(400);
    assertThat(dead.attempts()).isEqualTo(1);
    assertThat(deadLetters.sum()).isEqualTo(1);

    receiver.answer(request -> 200);
    assertThat(webhooks.replay("shop", List.of(id(1), "nothing"))).hasValue(1);
    receiver.awaitCount(2);
    assertThat(receiver.ids()).containsExactly(id(2), id(1));
    await().untilAsserted(() -> assertThat(webhooks.deadLetters("shop")).isEmpty());

    Instant at = Instant.parse("2026-11-21T10:00:00Z");
    assertThat(webhooks.replay("shop", at, at.plusSeconds(1))).hasValue(2);
    receiver.awaitCount(4);
    assertThat(webhooks.replay("shop", at.plusSeconds(1), at.plusSeconds(2))).hasValue(0);
    assertThat(webhooks.replay("unknown", List.of())).isEmpty();
  }

  @Test
  void anEndpointThatIsAwayForGoodLeavesNothingThatWaits() throws Exception {
    webhooks =
        webhooks(
            new RetryPolicy(Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(400)),
            true);
    receiver.answer(request -> 500);
    deliverTo(endpoint("shop", Map.of()));
    List<Change> many = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      many.add(received(i % 350 == 0 ? BOB : ALICE));
    }
    test.store().commit(many);

    await().until(() -> deadLetters.sum() >= 700);
    assertThat(
            TestDatabase.number(
                "select count(*) from kubezap.webhook_delivery where state = 'dead' and session_id = "
                    + test.session()))
        .isEqualTo(700);
    assertThat(deadLetters.sum()).as("each counted once").isEqualTo(700);
    assertThat(webhooks.waiting("shop")).isEmpty();

    receiver.answer(request -> 200);
    append(ALICE);
    append(BOB);
    receiver.awaitCount(2);
    assertThat(webhooks.replay("shop", List.of(id(2), id(699)))).hasValue(2);
    receiver.awaitCount(4);
  }

  @Test
  void aReplayOfMoreThanIsHeldComesWholeAndInOrderAndNothingNewerOvertakesIt() throws Exception {
    deliverTo(endpoint("shop", Map.of()));
    List<Change> many = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      many.add(received(i % 7 == 0 ? BOB : ALICE));
    }
    test.store().commit(many);
    receiver.awaitCount(700);
    receiver.requests().clear();

    Instant at = Instant.parse("2026-11-21T10:00:00Z");
    assertThat(webhooks.replay("shop", at, at.plusSeconds(1))).hasValue(700);
    append(ALICE);
    append(BOB);
    receiver.awaitCount(702);
    assertThat(receiver.ids()).doesNotHaveDuplicates();
    assertThat(receiver.idsOf(ALICE)).isSorted().hasSize(601);
    assertThat(receiver.idsOf(BOB)).isSorted().hasSize(101);
    await().untilAsserted(() -> assertThat(webhooks.waiting("shop")).isEmpty());
  }

  @Test
  void newEndpointsBeginWithTheNextEventAndOldOnesKeepTheirPlace() throws Exception {
    webhooks.start(test.lease().grant().epoch());
    append(ALICE);
    WebhookEndpoint shop = endpoint("shop", Map.of());
    webhooks.updateEndpoints(List.of(shop));
    await().until(() -> TestDatabase.number(webhookRows("shop")) == 1);
    append(ALICE);
    receiver.awaitCount(1);
    webhooks.updateEndpoints(List.of());
    append(ALICE);
    webhooks.updateEndpoints(List.of(shop));
    receiver.awaitCount(2);
    assertThat(receiver.ids()).containsExactly(id(2), id(3));
  }

  @Test
  void endpointsDeclaredAtTheStartGetAllOfThisOwnership() throws Exception {
    append(ALICE);
    deliverTo(endpoint("shop", Map.of()));
    receiver.awaitCount(1);
    assertThat(receiver.ids()).containsExactly(id(1));
  }

  @Test
  void onlyWantedTypesAreDelivered() throws Exception {
    deliverTo(
        new WebhookEndpoint(
            "shop", receiver.url(), Set.of("session.disconnected"), Map.of(), List.of()));
    append(ALICE);
    test.store()
        .commit(
            List.of(
                new Change.Append(
                    id(++count),
                    Instant.parse("2026-11-21T10:00:00Z"),
                    new SessionEvent.Disconnected("515", "restart"))));
    receiver.awaitCount(1);
    assertThat(receiver.ids()).containsExactly(id(2));
    assertThat(receiver.requests().getFirst().header("webhook-signature")).isEmpty();
  }

  @Test
  void loopbackIsNotReachedUnlessAllowedAndRedirectsAreNotFollowed() throws Exception {
    Webhooks strict = webhooks(QUICK, false);
    strict.updateEndpoints(List.of(endpoint("strict", Map.of())));
    strict.start(test.lease().grant().epoch());
    await().until(() -> TestDatabase.number(webhookRows("strict")) == 1);
    append(ALICE);
    await().until(() -> failures.containsKey("address-not-allowed"));
    strict.stop();
    assertThat(receiver.requests()).isEmpty();

    receiver.answer(request -> 302);
    deliverTo(endpoint("shop", Map.of()));
    append(BOB);
    await().until(() -> failures.containsKey("302"));
  }

  @Test
  void anotherOwnersSinkWritesNothing() throws Exception {
    receiver.answer(request -> 500);
    deliverTo(endpoint("shop", Map.of()));
    test.takeOver();
    DeliveryTable stale =
        new DeliveryTable(test.reads(), test.session(), test.lease().grant().epoch(), "shop");
    assertThat(stale.write(new Checkpoint(99, Optional.empty(), List.of(), List.of(), List.of())))
        .isFalse();
    assertThat(stale.load(1, 1).position()).isZero();
  }

  private long failed(String reason) {
    return failures.getOrDefault(reason, new LongAdder()).sum();
  }

  private boolean failuresLeft(int most) {
    return receiver.rejected() < most;
  }

  private void deliverTo(WebhookEndpoint endpoint) throws Exception {
    webhooks.updateEndpoints(List.of(endpoint));
    webhooks.start(test.lease().grant().epoch());
    await().until(() -> TestDatabase.number(webhookRows(endpoint.name())) == 1);
  }

  private String webhookRows(String name) {
    return "select count(*) from kubezap.webhook where name = '"
        + name
        + "' and session_id = "
        + test.session();
  }

  private WebhookEndpoint endpoint(String name, Map<String, String> headers) {
    return new WebhookEndpoint(name, receiver.url(), Set.of(), headers, List.of(KEY));
  }

  private Webhooks webhooks(RetryPolicy policy, boolean loopback) {
    WebhookMetrics metrics =
        new WebhookMetrics() {
          @Override
          public void delivered(String webhook, Duration lag) {}

          @Override
          public void failed(String webhook, String reason) {
            failures.computeIfAbsent(reason, none -> new LongAdder()).increment();
          }

          @Override
          public void deadLettered(String webhook, long number) {
            deadLetters.add(number);
          }
        };
    return new Webhooks(
        test.reads(),
        test.session(),
        test.events(),
        test.signal(),
        new Posting(
            new AddressPolicy(loopback),
            (SSLSocketFactory) SSLSocketFactory.getDefault(),
            new CloudEventJson("test", "s")),
        new Delivering(policy, metrics, Clock.systemUTC(), () -> 0.5));
  }

  private void append(Jid chat) throws Exception {
    test.store().commit(List.of(received(chat)));
  }

  private Change received(Jid chat) {
    count++;
    StoredMessage message = Samples.text(count, chat, "hi");
    return new Change.Append(
        message.id(),
        Instant.parse("2026-11-21T10:00:00Z"),
        new SessionEvent.MessageReceived(message));
  }

  static URI local(int port) {
    return URI.create("http://127.0.0.1:" + port + "/hooks?from=test");
  }
}
