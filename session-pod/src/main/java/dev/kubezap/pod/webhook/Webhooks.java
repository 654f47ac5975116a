package dev.kubezap.pod.webhook;

import dev.kubezap.pod.outbox.EventLog;
import dev.kubezap.pod.outbox.EventSignal;
import dev.kubezap.pod.outbox.StoredEvent;
import dev.kubezap.pod.ownership.Grant;
import dev.kubezap.pod.ownership.ReadConnection;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/**
 * Every webhook of a session. Delivers only between {@link #start} and {@link #stop}, which follow
 * the ownership; endpoints may change at any time. Safe for use by several threads.
 */
public final class Webhooks {
  private static final int MOST_LISTED = 200;

  private final ReadConnection connection;
  private final long sessionId;
  private final EventLog log;
  private final Posting posting;
  private final Delivering delivering;
  private final Map<String, WebhookSink> sinks = new ConcurrentHashMap<>();
  private List<WebhookEndpoint> endpoints = List.of();
  private OptionalLong epoch = OptionalLong.empty();
  private Optional<Housekeeping> housekeeping = Optional.empty();

  /**
   * For one session; nothing runs yet.
   *
   * @param signal tells of events that were stored
   */
  public Webhooks(
      ReadConnection connection,
      long sessionId,
      EventLog log,
      EventSignal signal,
      Posting posting,
      Delivering delivering) {
    this.connection = connection;
    this.sessionId = sessionId;
    this.log = log;
    this.posting = posting;
    this.delivering = delivering;
    signal.subscribe(this::stored);
  }

  /** Delivers from now on, as the owner of this epoch. */
  public synchronized void start(long ownedEpoch) {
    stop();
    epoch = OptionalLong.of(ownedEpoch);
    // What this ownership has stored already counts as after the webhook was declared.
    long before = ownedEpoch << Grant.SEQUENCE_BITS;
    endpoints.forEach(endpoint -> startSink(endpoint, before));
    Housekeeping started = new Housekeeping(connection, sessionId, names(), delivering.jitter());
    started.start();
    housekeeping = Optional.of(started);
  }

  /** Delivers no more. Returns when no attempt is under way. */
  public synchronized void stop() {
    epoch = OptionalLong.empty();
    housekeeping.ifPresent(Housekeeping::close);
    housekeeping = Optional.empty();
    sinks.values().forEach(WebhookSink::stop);
    sinks.clear();
  }

  /**
   * Takes the declared endpoints. A name keeps its place in the outbox over changes and even over
   * its absence; a new name begins with the next event.
   *
   * @throws IllegalArgumentException when two have one name
   */
  public synchronized void updateEndpoints(List<WebhookEndpoint> declared) {
    if (declared.stream().map(WebhookEndpoint::name).distinct().count() != declared.size()) {
      throw new IllegalArgumentException("two webhooks have the same name; rename one");
    }
    endpoints = List.copyOf(declared);
    if (epoch.isEmpty()) {
      return;
    }
    housekeeping.ifPresent(running -> running.keepFor(names()));
    sinks
        .entrySet()
        .removeIf(
            sink -> {
              boolean removed =
                  declared.stream().noneMatch(endpoint -> endpoint.name().equals(sink.getKey()));
              if (removed) {
                sink.getValue().stop();
              }
              return removed;
            });
    for (WebhookEndpoint endpoint : declared) {
      WebhookSink sink = sinks.get(endpoint.name());
      if (sink == null) {
        startSink(endpoint, Long.MAX_VALUE);
      } else if (!sink.endpoint().equals(endpoint)) {
        sink.change(endpoint);
      }
    }
  }

  /** The declared endpoints. */
  public synchronized List<WebhookEndpoint> endpoints() {
    return endpoints;
  }

  /** Events of these types were stored: wakes those that want one. Never waits. */
  private void stored(Set<String> types) {
    for (WebhookSink sink : sinks.values()) {
      if (types.stream().anyMatch(sink.endpoint()::wants)) {
        sink.wake();
      }
    }
  }

  /** Looks for new events and due deliveries now; never waits. */
  public void wake() {
    sinks.values().forEach(WebhookSink::wake);
  }

  /**
   * Posts an event that nobody raised to one webhook, once, and waits for its answer. Nothing is
   * stored, and it needs neither database nor ownership.
   *
   * @return empty when there is no such webhook
   * @throws IllegalArgumentException when the other address cannot be used, with what to change
   */
  public Optional<TestDelivery> test(String webhook, TestEvent event) {
    return endpoint(webhook)
        .map(known -> event.address().map(known::elsewhere).orElse(known))
        .map(to -> send(to, event));
  }

  /**
   * Posts an event that nobody raised to any address, once, and waits for its answer.
   *
   * @param signedAs the webhook whose keys sign it; unsigned when there is none
   * @return empty when there is no such webhook
   * @throws IllegalArgumentException when the address cannot be used, with what to change
   */
  public Optional<TestDelivery> deliver(Optional<String> signedAs, TestEvent event) {
    if (signedAs.isPresent()) {
      return test(signedAs.get(), event);
    }
    URI address = event.address().orElseThrow();
    return Optional.of(
        send(new WebhookEndpoint("unsigned", address, Set.of(), Map.of(), List.of()), event));
  }

  private TestDelivery send(WebhookEndpoint to, TestEvent event) {
    StoredEvent document =
        new StoredEvent(
            0,
            event.id(),
            event.type(),
            Optional.empty(),
            delivering.clock().instant(),
            event.data());
    long begun = System.nanoTime();
    try (EventSender sender = sender()) {
      AttemptResult result = sender.send(to, document);
      return TestDelivery.of(event.id(), result, Duration.ofNanos(System.nanoTime() - begun));
    }
  }

  private Optional<WebhookEndpoint> endpoint(String name) {
    return endpoints().stream().filter(known -> known.name().equals(name)).findFirst();
  }

  private EventSender sender() {
    EventSender sender = senderByKind();
    return delivering.traces().isEmpty()
        ? sender
        : new TracedSender(sender, delivering.traces().get());
  }

  private EventSender senderByKind() {
    return new SenderByKind(
        Map.of(
            EndpointKind.HTTP,
            () -> new WebhookClient(posting, delivering.clock(), System::nanoTime),
            EndpointKind.REDIS,
            () -> new RedisSender(posting, delivering.clock()),
            EndpointKind.NATS,
            () -> new NatsSender(posting, delivering.clock()),
            EndpointKind.AMQP,
            () -> new AmqpSender(posting, delivering.clock()),
            EndpointKind.KAFKA,
            () -> new KafkaSender(posting, delivering.clock(), SSLContext::getDefault)));
  }

  /**
   * Has events delivered again to one webhook.
   *
   * @param ids of events still in the outbox
   * @return how many; empty when there is no such webhook or this process does not own the session
   */
  public OptionalInt replay(String webhook, List<String> ids) {
    return replay(webhook, sink -> sink.table().replay(ids));
  }

  /**
   * Has the events of a time delivered again to one webhook.
   *
   * @return how many; empty when there is no such webhook or this process does not own the session
   */
  public OptionalInt replay(String webhook, Instant from, Instant to) {
    return replay(
        webhook,
        sink -> sink.table().replay(from, to, sink.endpoint().events().toArray(String[]::new)));
  }

  /**
   * What was given up, oldest first.
   *
   * @return empty also when there is no such webhook
   */
  public List<Delivery> deadLetters(String webhook) {
    return deliveries(webhook, false, 0, MOST_LISTED).stream()
        .map(ListedDelivery::delivery)
        .toList();
  }

  /** What waits for another attempt, oldest first. */
  public List<Delivery> waiting(String webhook) {
    return deliveries(webhook, true, 0, MOST_LISTED).stream()
        .map(ListedDelivery::delivery)
        .toList();
  }

  /**
   * What waits for another attempt or was given up, oldest first, with the events that it is about.
   *
   * @param after the sequence behind which to begin
   */
  public List<ListedDelivery> deliveries(String webhook, boolean waiting, long after, int limit) {
    try {
      return table(webhook, 0).deliveries(waiting ? "waiting" : "dead", after, limit);
    } catch (SQLException e) {
      throw new StoreUnavailableException("the database does not answer", e);
    }
  }

  /**
   * Forgets what was given up.
   *
   * @param sequences which of it; all when there are none
   * @return how many; empty when this process does not own the session
   */
  public synchronized OptionalInt discard(String webhook, List<Long> sequences) {
    if (epoch.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      return table(webhook, epoch.getAsLong()).discard(sequences);
    } catch (SQLException e) {
      throw new StoreUnavailableException("the database does not answer", e);
    }
  }

  private interface Replay {
    int on(WebhookSink sink) throws SQLException;
  }

  private synchronized OptionalInt replay(String webhook, Replay replay) {
    WebhookSink sink = sinks.get(webhook);
    if (sink == null) {
      return OptionalInt.empty();
    }
    try {
      int count = replay.on(sink);
      sink.reload();
      return OptionalInt.of(count);
    } catch (SQLException e) {
      throw new StoreUnavailableException("the database does not answer", e);
    }
  }

  private void startSink(WebhookEndpoint endpoint, long newBeginsAfter) {
    WebhookSink sink =
        new WebhookSink(
            endpoint,
            table(endpoint.name(), epoch.orElseThrow()),
            newBeginsAfter,
            log,
            sender(),
            delivering);
    sinks.put(endpoint.name(), sink);
    sink.start();
  }

  private List<String> names() {
    return endpoints.stream().map(WebhookEndpoint::name).toList();
  }

  private DeliveryTable table(String webhook, long ownedEpoch) {
    return new DeliveryTable(connection, sessionId, ownedEpoch, webhook);
  }
}
