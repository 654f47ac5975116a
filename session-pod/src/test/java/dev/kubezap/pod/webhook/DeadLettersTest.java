package dev.kubezap.pod.webhook;

import static dev.kubezap.pod.store.Samples.id;
import static dev.kubezap.pod.webhook.TestWebhooks.ALICE;
import static dev.kubezap.pod.webhook.TestWebhooks.AT;
import static dev.kubezap.pod.webhook.TestWebhooks.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.pod.ownership.TestDatabase;
import dev.kubezap.whatsapp.event.ConnectionEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What is given up, and what is asked for again. */
class DeadLettersTest {
  @AutoClose private final TestWebhooks test = new TestWebhooks();

  DeadLettersTest() throws IOException {}

  @Test
  void deadLettersAreKeptAndReplayed() throws Exception {
    test.renew(new RetryPolicy(Duration.ofMillis(10), Duration.ofMillis(10), Duration.ZERO));
    test.receiver().answer(request -> request.body().contains(ALICE.toString()) ? 400 : 200);
    test.deliverTo(test.shop());
    test.append(ALICE);
    test.append(BOB);
    await().untilAsserted(() -> assertThat(test.webhooks().deadLetters("shop")).hasSize(1));
    Delivery dead = test.webhooks().deadLetters("shop").getFirst();
    assertThat(dead.lastStatus()).contains(400);
    assertThat(dead.attempts()).isEqualTo(1);
    assertThat(test.deadLetters()).isEqualTo(1);
    assertThat(test.givenUp)
        .as("told before it was stored")
        .containsExactly(
            new ConnectionEvent.WebhookFailed(
                "shop",
                1,
                Optional.of(
                    new ConnectionEvent.WebhookFailed.GivenUp(
                        id(1), "message.received", 1, Optional.of(400), Optional.empty()))));

    test.receiver().answer(request -> 200);
    assertThat(test.webhooks().replay("shop", List.of(id(1), "nothing"))).hasValue(1);
    test.receiver().awaitCount(2);
    assertThat(test.receiver().ids()).containsExactly(id(2), id(1));
    await().untilAsserted(() -> assertThat(test.webhooks().deadLetters("shop")).isEmpty());

    assertThat(test.webhooks().replay("shop", AT, AT.plusSeconds(1))).hasValue(2);
    test.receiver().awaitCount(4);
    assertThat(test.webhooks().replay("shop", AT.plusSeconds(1), AT.plusSeconds(2))).hasValue(0);
    assertThat(test.webhooks().replay("unknown", List.of())).isEmpty();
  }

  /** Or a sink that refuses everything would be told of what it refused for ever. */
  @Test
  void thatTheNewsWasRefusedIsNoNews() throws Exception {
    test.renew(new RetryPolicy(Duration.ofMillis(10), Duration.ofMillis(10), Duration.ZERO));
    test.receiver().answer(request -> 400);
    test.deliverTo(test.shop());
    test.append(new ConnectionEvent.WebhookFailed("other", 3, Optional.empty()));
    await().untilAsserted(() -> assertThat(test.webhooks().deadLetters("shop")).hasSize(1));
    test.append(BOB);
    await().untilAsserted(() -> assertThat(test.webhooks().deadLetters("shop")).hasSize(2));
    assertThat(test.givenUp)
        .singleElement()
        .extracting(news -> news.first().orElseThrow().eventId())
        .isEqualTo(id(2));
  }

  /** A damaged row, and a message that was deleted: the rest of the very chat is delivered. */
  @Test
  void anEventThatCannotBeReadIsGivenUpAndHoldsBackNothing() throws Exception {
    test.deliverTo(test.shop());
    test.webhooks().stop();
    test.append(3, _ -> ALICE);
    test.append(BOB);
    TestDatabase.execute(
        "update kubezap.outbox set sealed = substr(sealed, 1, length(sealed) - 1) where session_id = "
            + test.store().session()
            + " and id in ('"
            + id(1)
            + "', '"
            + id(2)
            + "')");
    test.renew(TestWebhooks.QUICK);
    test.deliverTo(test.shop());

    test.receiver().awaitCount(2);
    assertThat(test.receiver().ids()).containsExactlyInAnyOrder(id(3), id(4));
    await().untilAsserted(() -> assertThat(test.webhooks().deadLetters("shop")).hasSize(2));
    assertThat(test.webhooks().deadLetters("shop"))
        .allSatisfy(dead -> assertThat(dead.lastError()).contains("unreadable-event"));
    assertThat(test.deadLetters()).isEqualTo(2);
    assertThat(test.webhooks().waiting("shop")).isEmpty();
  }

  @Test
  void anEndpointThatIsAwayForGoodLeavesNothingThatWaits() throws Exception {
    test.renew(
        new RetryPolicy(Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(400)));
    test.receiver().answer(request -> 500);
    test.deliverTo(test.shop());
    test.append(700, i -> i % 350 == 0 ? BOB : ALICE);

    await().until(() -> test.deadLetters() >= 700);
    assertThat(
            TestDatabase.number(
                "select count(*) from kubezap.webhook_delivery where state = 'dead' and session_id = "
                    + test.store().session()))
        .isEqualTo(700);
    assertThat(test.deadLetters()).as("each counted once").isEqualTo(700);
    assertThat(test.givenUp.stream().mapToLong(ConnectionEvent.WebhookFailed::count).sum())
        .as("each told once")
        .isEqualTo(700);
    assertThat(test.givenUp).as("all at once, not one by one").hasSizeLessThan(50);
    assertThat(test.webhooks().waiting("shop")).isEmpty();

    test.receiver().answer(request -> 200);
    test.append(ALICE);
    test.append(BOB);
    test.receiver().awaitCount(2);
    assertThat(test.webhooks().replay("shop", List.of(id(2), id(699)))).hasValue(2);
    test.receiver().awaitCount(4);
  }

  @Test
  void aReplayOfMoreThanIsHeldComesWholeAndInOrderAndNothingNewerOvertakesIt() throws Exception {
    test.deliverTo(test.shop());
    test.append(700, i -> i % 7 == 0 ? BOB : ALICE);
    test.receiver().awaitCount(700);
    test.receiver().requests().clear();

    assertThat(test.webhooks().replay("shop", AT, AT.plusSeconds(1))).hasValue(700);
    test.append(ALICE);
    test.append(BOB);
    test.receiver().awaitCount(702);
    assertThat(test.receiver().ids()).doesNotHaveDuplicates();
    assertThat(test.receiver().idsOf(ALICE)).isSorted().hasSize(601);
    assertThat(test.receiver().idsOf(BOB)).isSorted().hasSize(101);
    await().untilAsserted(() -> assertThat(test.webhooks().waiting("shop")).isEmpty());
  }

  @Test
  void whatWasGivenUpIsListedWithItsEventAndDiscarded() throws Exception {
    test.renew(new RetryPolicy(Duration.ofMillis(10), Duration.ofMillis(10), Duration.ZERO));
    test.receiver().answer(request -> 400);
    test.deliverTo(test.shop());
    test.append(ALICE);
    test.append(BOB);
    await().untilAsserted(() -> assertThat(test.webhooks().deadLetters("shop")).hasSize(2));

    ListedDelivery first = test.webhooks().deliveries("shop", false, 0, 1).getFirst();
    assertThat(first.eventId()).contains(id(1));
    assertThat(first.type()).contains("message.received");
    long sequence = first.delivery().sequence();
    assertThat(test.webhooks().deliveries("shop", false, sequence, 5))
        .extracting(ListedDelivery::eventId)
        .containsExactly(Optional.of(id(2)));

    assertThat(test.webhooks().discard("shop", List.of(sequence))).hasValue(1);
    assertThat(test.webhooks().deadLetters("shop")).hasSize(1);
    test.webhooks().stop();
    assertThat(test.webhooks().discard("shop", List.of())).as("not the owner").isEmpty();
    assertThat(test.webhooks().deadLetters("shop")).hasSize(1);
  }

  @Test
  void aWebhookIsTriedAsOftenAsItWants() throws Exception {
    test.receiver().answer(request -> 500);
    WebhookEndpoint shop = test.shop();
    test.deliverTo(
        new WebhookEndpoint(
            shop.name(),
            shop.url(),
            shop.events(),
            shop.headers(),
            shop.signingKeys(),
            new DeliveryTerms(Optional.empty(), Optional.empty(), OptionalInt.of(3))));
    test.append(ALICE);

    await().untilAsserted(() -> assertThat(test.webhooks().deadLetters("shop")).hasSize(1));
    assertThat(test.webhooks().deadLetters("shop").getFirst().attempts()).isEqualTo(3);
    assertThat(test.failed("500")).isEqualTo(3);
  }
}
