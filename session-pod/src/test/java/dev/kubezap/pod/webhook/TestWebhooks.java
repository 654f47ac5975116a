package dev.kubezap.pod.webhook;

import static org.awaitility.Awaitility.await;

import dev.kubezap.pod.outbox.CloudEventJson;
import dev.kubezap.pod.ownership.TestDatabase;
import dev.kubezap.pod.store.Samples;
import dev.kubezap.pod.store.TestStore;
import dev.kubezap.whatsapp.event.ConnectionEvent;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.Change;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import javax.net.ssl.SSLSocketFactory;

/** The webhooks of one session in the shared database, with a receiver on this machine. */
final class TestWebhooks implements AutoCloseable {
  static final Jid ALICE = Jid.phoneNumber("4915100000001");
  static final Jid BOB = Jid.phoneNumber("4915100000002");
  static final SigningKey KEY = SigningKey.parse("key");
  static final RetryPolicy QUICK =
      new RetryPolicy(Duration.ofMillis(20), Duration.ofMillis(60), Duration.ofHours(1));

  /** When every event happened. */
  static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");

  private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
  private final LongAdder deadLetters = new LongAdder();
  private final LongAdder delivered = new LongAdder();
  private final TestStore store = TestStore.open();
  private final TestReceiver receiver = new TestReceiver();

  /** What was told of deliveries that are not tried any more. */
  final Queue<ConnectionEvent.WebhookFailed> givenUp = new ConcurrentLinkedQueue<>();

  private Webhooks webhooks = webhooks(QUICK, true);
  private int count;

  TestWebhooks() throws IOException {}

  TestStore store() {
    return store;
  }

  TestReceiver receiver() {
    return receiver;
  }

  Webhooks webhooks() {
    return webhooks;
  }

  /** Those of the next process. */
  void renew(RetryPolicy policy) {
    webhooks = webhooks(policy, true);
  }

  Webhooks webhooks(RetryPolicy policy, boolean loopback) {
    return webhooks(policy, loopback, metrics());
  }

  /** With counters of the test's own. */
  void renew(WebhookMetrics metrics) {
    webhooks = webhooks(QUICK, true, metrics);
  }

  private Webhooks webhooks(RetryPolicy policy, boolean loopback, WebhookMetrics metrics) {
    return new Webhooks(
        store.reads(),
        store.session(),
        store.events(),
        store.signal(),
        new Posting(
            new AddressPolicy(loopback),
            (SSLSocketFactory) SSLSocketFactory.getDefault(),
            new CloudEventJson("test", "s")),
        new Delivering(policy, metrics, givenUp::add, Clock.systemUTC(), () -> 0.5));
  }

  private WebhookMetrics metrics() {
    return new WebhookMetrics() {
      @Override
      public void delivered(String webhook, Duration lag) {
        delivered.increment();
      }

      @Override
      public void failed(String webhook, String reason) {
        failures.computeIfAbsent(reason, none -> new LongAdder()).increment();
      }

      @Override
      public void deadLettered(String webhook, long number) {
        deadLetters.add(number);
      }
    };
  }

  /** Begins, and returns when the endpoint has its place in the outbox. */
  void deliverTo(WebhookEndpoint endpoint) throws Exception {
    webhooks.updateEndpoints(List.of(endpoint));
    start();
    awaitPlaceOf(endpoint.name());
  }

  void start() {
    webhooks.start(store.lease().grant().epoch());
  }

  void awaitPlaceOf(String webhook) {
    await()
        .until(
            () ->
                TestDatabase.number(
                        "select count(*) from kubezap.webhook where name = '"
                            + webhook
                            + "' and session_id = "
                            + store.session())
                    == 1);
  }

  WebhookEndpoint endpoint(String name, Map<String, String> headers) {
    return new WebhookEndpoint(name, receiver.url(), Set.of(), headers, List.of(KEY));
  }

  WebhookEndpoint shop() {
    return endpoint("shop", Map.of());
  }

  long failed(String reason) {
    return failures.getOrDefault(reason, new LongAdder()).sum();
  }

  long delivered() {
    return delivered.sum();
  }

  long deadLetters() {
    return deadLetters.sum();
  }

  /** A message of this chat is stored with its event. */
  void append(Jid chat) throws Exception {
    store.store().commit(List.of(received(chat)));
  }

  /** As many, in one commit. */
  void append(int number, IntFunction<Jid> chats) throws Exception {
    List<Change> many = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      many.add(received(chats.apply(i)));
    }
    store.store().commit(many);
  }

  void append(SessionEvent event) throws Exception {
    store.store().commit(List.of(new Change.Append(Samples.id(++count), AT, event)));
  }

  private Change received(Jid chat) {
    count++;
    StoredMessage message = Samples.text(count, chat, "hi");
    return new Change.Append(message.id(), AT, new MessageEvent.Received(message));
  }

  @Override
  public void close() throws IOException {
    webhooks.stop();
    receiver.close();
    store.close();
  }
}
