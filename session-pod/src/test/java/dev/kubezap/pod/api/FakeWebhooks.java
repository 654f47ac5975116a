package dev.kubezap.pod.api;

import dev.kubezap.pod.config.WebhookSetting;
import dev.kubezap.pod.webhook.Delivery;
import dev.kubezap.pod.webhook.ListedDelivery;
import dev.kubezap.pod.webhook.SigningKey;
import dev.kubezap.pod.webhook.TestDelivery;
import dev.kubezap.pod.webhook.TestEvent;
import dev.kubezap.pod.webhook.WebhookEndpoint;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** One webhook that is declared, those that are made, and what they were asked. */
final class FakeWebhooks implements WebhookAdministration {
  final List<Long> discarded = new CopyOnWriteArrayList<>();
  final List<String> delivered = new CopyOnWriteArrayList<>();
  final List<String> replayed = new CopyOnWriteArrayList<>();
  final Map<String, WebhookSetting> made = new ConcurrentSkipListMap<>();
  volatile Optional<WebhookChange> refuses = Optional.empty();
  volatile OptionalInt answer = OptionalInt.of(2);

  @Override
  public List<WebhookEndpoint> endpoints() {
    List<WebhookEndpoint> all = new ArrayList<>();
    all.add(
        new WebhookEndpoint(
            "shop",
            URI.create("https://shop.example:8443/secret-path"),
            Set.of("message.received"),
            Map.of("X-Token", "secret-header"),
            List.of(SigningKey.parse("secret-key"))));
    for (WebhookSetting setting : made.values()) {
      all.add(
          new WebhookEndpoint(
              setting.name(),
              setting.url(),
              Set.copyOf(setting.events()),
              Map.of(),
              setting.signingKeys().stream().map(key -> SigningKey.parse(key.value())).toList(),
              setting.terms()));
    }
    return all;
  }

  @Override
  public boolean isRegistered(String webhook) {
    return made.containsKey(webhook);
  }

  @Override
  public WebhookChange put(WebhookSetting webhook) {
    if (webhook.name().equals("shop")) {
      return WebhookChange.DECLARED;
    }
    if (refuses.isPresent()) {
      return refuses.get();
    }
    return made.put(webhook.name(), webhook) == null
        ? WebhookChange.CREATED
        : WebhookChange.REPLACED;
  }

  @Override
  public WebhookChange remove(String webhook) {
    if (webhook.equals("shop")) {
      return WebhookChange.DECLARED;
    }
    return made.remove(webhook) == null ? WebhookChange.UNKNOWN : WebhookChange.REMOVED;
  }

  @Override
  public List<ListedDelivery> deliveries(String webhook, boolean waiting, long after, int limit) {
    return waiting
        ? List.of()
        : Stream.of(7L, 9L)
            .filter(sequence -> sequence > after && !discarded.contains(sequence))
            .limit(limit)
            .map(FakeWebhooks::dead)
            .toList();
  }

  private static ListedDelivery dead(long sequence) {
    return new ListedDelivery(
        new Delivery(
            sequence,
            Optional.of("4915112345678@s.whatsapp.net"),
            3,
            Optional.empty(),
            Optional.of(FakeClient.NOW),
            Optional.of(FakeClient.NOW),
            Optional.of(503),
            Optional.empty()),
        Optional.of("event-" + sequence),
        Optional.of("message.received"));
  }

  @Override
  public OptionalInt discard(String webhook, List<Long> sequences) {
    List<Long> all = sequences.isEmpty() ? List.of(7L, 9L) : sequences;
    discarded.addAll(all);
    return answer.isEmpty() ? answer : OptionalInt.of(all.size());
  }

  @Override
  public Optional<TestDelivery> test(String webhook, TestEvent event) {
    return endpoints().stream().anyMatch(known -> known.name().equals(webhook))
        ? deliver(Optional.empty(), event)
        : Optional.empty();
  }

  @Override
  public Optional<TestDelivery> deliver(Optional<String> signedAs, TestEvent event) {
    delivered.add(
        signedAs.orElse("nobody")
            + " "
            + event.type()
            + " "
            + event.data()
            + " "
            + event.address().map(URI::toString).orElse("its own"));
    return Optional.of(
        new TestDelivery(
            "event-of-a-test", false, Optional.of(503), Optional.empty(), Duration.ofMillis(7)));
  }

  @Override
  public OptionalInt replay(String webhook, List<String> ids) {
    replayed.addAll(ids);
    return answer;
  }

  @Override
  public OptionalInt replay(String webhook, Instant from, Instant to) {
    replayed.add(from + "/" + to);
    return answer;
  }
}
