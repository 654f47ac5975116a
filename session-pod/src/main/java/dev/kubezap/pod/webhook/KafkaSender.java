package dev.kubezap.pod.webhook;

import dev.kubezap.pod.outbox.StoredEvent;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NotEnoughReplicasAfterAppendException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Produces each event to a Kafka topic and waits until every replica that is in sync has it. The
 * key is the chat, so that a partition keeps a chat's order.
 */
final class KafkaSender implements EventSender {
  /** As the binding of CloudEvents to Kafka has it. */
  private static final String PREFIX = "ce_";

  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private record Open(
      Producer<byte[], byte[]> producer, KafkaHosts hosts, WebhookEndpoint endpoint) {}

  private final Posting posting;
  private final Clock clock;
  private final KafkaTls.Context tls;
  private @Nullable Open open;
  private boolean closed;

  /**
   * Connects with the first event.
   *
   * @param tls whose certificates are trusted
   */
  KafkaSender(Posting posting, Clock clock, KafkaTls.Context tls) {
    this.posting = posting;
    this.clock = clock;
    this.tls = tls;
  }

  @Override
  public AttemptResult send(WebhookEndpoint endpoint, StoredEvent event) {
    ProducerRecord<byte[], byte[]> message = message(endpoint, event);
    Open used = null;
    try {
      used = ready(endpoint);
      used.producer().send(message).get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      return new AttemptResult.Delivered(Optional.empty());
    } catch (InterruptedException | InterruptException e) {
      Thread.currentThread().interrupt();
      return new AttemptResult.Failed("timeout");
    } catch (IOException e) {
      return AttemptResult.failed(e);
    } catch (TimeoutException e) {
      return afterTimeout(used);
    } catch (ExecutionException e) {
      return failed(used, e.getCause());
    } catch (KafkaException e) {
      return failed(used, e);
    }
  }

  private ProducerRecord<byte[], byte[]> message(WebhookEndpoint endpoint, StoredEvent event) {
    Envelope envelope =
        Envelope.binary(endpoint, event, posting.documents(), clock.instant(), PREFIX);
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(
            endpoint.url().getPath().substring(1),
            null,
            event.at().toEpochMilli(),
            bytes(posting.documents().orderKey(event)),
            envelope.body());
    envelope.headers().forEach((name, value) -> message.headers().add(name, bytes(value)));
    endpoint.forwardedHeaders().forEach((name, value) -> message.headers().add(name, bytes(value)));
    return message;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private AttemptResult failed(@Nullable Open used, @Nullable Throwable fault) {
    return switch (fault) {
      case SslAuthenticationException tlsFault -> again(used, "tls");
      case AuthenticationException login -> again(used, "not-authorized");
      case AuthorizationException rights -> new AttemptResult.Failed("not-authorized");
      case RecordTooLargeException size -> new AttemptResult.Failed("too-large");
      case UnknownTopicOrPartitionException none -> new AttemptResult.Failed("no-topic");
      case InvalidTopicException none -> new AttemptResult.Failed("no-topic");
      case NotEnoughReplicasException few -> new AttemptResult.Failed("too-few-replicas");
      case NotEnoughReplicasAfterAppendException few ->
          new AttemptResult.Failed("too-few-replicas");
      case org.apache.kafka.common.errors.TimeoutException late -> afterTimeout(used, late);
      case null, default -> again(used, "refused");
    };
  }

  private AttemptResult afterTimeout(
      @Nullable Open used, org.apache.kafka.common.errors.TimeoutException late) {
    return late.getCause() instanceof UnknownTopicOrPartitionException
        ? new AttemptResult.Failed("no-topic")
        : afterTimeout(used);
  }

  /** What does not answer is connected to anew, which finds out what is wrong. */
  private AttemptResult afterTimeout(@Nullable Open used) {
    boolean forbidden = used != null && used.hosts().haveRefused();
    retire(used);
    return forbidden
        ? new AttemptResult.Failed("address-not-allowed")
        : AttemptResult.failed(new SocketTimeoutException());
  }

  private AttemptResult again(@Nullable Open used, String reason) {
    retire(used);
    return new AttemptResult.Failed(reason);
  }

  private synchronized Open ready(WebhookEndpoint endpoint) throws IOException {
    if (closed) {
      throw new IOException("no deliveries any more");
    }
    Open kept = open;
    if (kept != null && kept.endpoint().equals(endpoint)) {
      return kept;
    }
    end();
    // The library only says that time has passed; this says what is wrong.
    posting
        .sockets()
        .open(
            endpoint.url(), EndpointKind.KAFKA.port(endpoint.url()), KafkaProducers.CONNECT_TIMEOUT)
        .close();
    KafkaHosts hosts = new KafkaHosts(posting.addresses());
    Open made =
        new Open(KafkaProducers.open(endpoint, hosts, new KafkaTls.Trust(tls)), hosts, endpoint);
    open = made;
    return made;
  }

  /** What it still holds is not sent later, behind newer events. */
  private synchronized void retire(@Nullable Open used) {
    if (used != null && used.equals(open)) {
      end();
    }
  }

  private void end() {
    Open ended = open;
    open = null;
    if (ended != null) {
      ended.producer().close(Duration.ZERO);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    end();
  }
}
