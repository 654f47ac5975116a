package dev.kubezap.pod.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.outbox.CloudEventJson;
import dev.kubezap.pod.store.TestStore;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A test event reaches its webhook at once, signed, and stores nothing. */
class TestDeliveryTest {
  @AutoClose private final TestStore test = TestStore.open();
  private TestReceiver receiver;
  private Webhooks webhooks;

  @BeforeEach
  void open() throws Exception {
    receiver = new TestReceiver();
    webhooks =
        new Webhooks(
            test.reads(),
            test.session(),
            test.events(),
            test.signal(),
            new Posting(
                new AddressPolicy(true),
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                new CloudEventJson("test", "s")),
            new Delivering(
                RetryPolicy.DEFAULT,
                WebhookMetrics.NONE,
                GivenUpListener.NONE,
                Clock.systemUTC(),
                () -> 0.5));
    webhooks.updateEndpoints(
        List.of(
            new WebhookEndpoint(
                "shop",
                receiver.url(),
                Set.of("message.received"),
                Map.of(),
                List.of(SigningKey.parse("key")))));
  }

  @AfterEach
  void close() throws Exception {
    receiver.close();
  }

  @Test
  void tellsWhatCameOfIt() throws Exception {
    TestDelivery delivered = webhooks.test("shop", TestEvent.named("event-1")).orElseThrow();
    assertThat(delivered.delivered()).isTrue();
    TestReceiver.Request request = receiver.requests().getFirst();
    assertThat(request.header("webhook-id")).isEqualTo("event-1");
    assertThat(request.header("webhook-signature")).startsWith("v1,");
    assertThat(request.body()).contains("\"dev.kubezap.webhook.test\"");

    receiver.answer(ignored -> 503);
    TestDelivery refused = webhooks.test("shop", TestEvent.named("event-2")).orElseThrow();
    assertThat(refused.delivered()).isFalse();
    assertThat(refused.status()).contains(503);
    assertThat(webhooks.waiting("shop")).isEmpty();

    receiver.close();
    assertThat(webhooks.test("shop", TestEvent.named("event-3")).orElseThrow().error())
        .contains("connection");
    assertThat(webhooks.test("other", TestEvent.named("event-4"))).isEmpty();
  }

  @Test
  void goesElsewhereSignedAndWithoutTheHeadersOfTheWebhook() throws Exception {
    webhooks.updateEndpoints(
        List.of(
            new WebhookEndpoint(
                "shop",
                URI.create("https://shop.example/"),
                Set.of(),
                Map.of("X-Secret", "hidden"),
                List.of(SigningKey.parse("key")))));
    TestEvent event =
        new TestEvent(
            "event-1", "message.received", "{\"test\":true}", Optional.of(receiver.url()));

    assertThat(webhooks.test("shop", event).orElseThrow().delivered()).isTrue();
    TestReceiver.Request request = receiver.requests().getFirst();
    assertThat(request.header("webhook-signature")).startsWith("v1,");
    assertThat(request.header("x-secret")).isNullOrEmpty();
    assertThat(request.body())
        .contains("\"dev.kubezap.message.received\"", "\"data\":{\"test\":true}");

    assertThat(webhooks.deliver(Optional.empty(), event).orElseThrow().delivered()).isTrue();
    assertThat(receiver.requests().getLast().header("webhook-signature")).isNullOrEmpty();
    assertThat(webhooks.deliver(Optional.of("none"), event)).isEmpty();
  }
}
