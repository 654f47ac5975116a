package dev.kubezap.pod.webhook;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.KafkaClient;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.internals.ProducerInterceptors;
import org.apache.kafka.clients.producer.internals.ProducerMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.internals.ClusterResourceListeners;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.common.utils.internals.LogContext;

/**
 * Makes producers that connect to checked addresses alone. A producer connects to whatever the
 * brokers tell of, and takes what resolves their names only by the constructor that the library's
 * own tests use; the public ones have no such place.
 */
final class KafkaProducers {
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration METADATA_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(8);

  /** One session's events; the library's own 32 MB would be a third of the heap. */
  private static final long BUFFER_BYTES = 4L << 20;

  private static final int REQUEST_BYTES = 2 << 20;

  private KafkaProducers() {}

  /** Makes one, which connects by itself. */
  static Producer<byte[], byte[]> open(
      WebhookEndpoint endpoint, KafkaHosts hosts, KafkaTls.Trust trust) {
    URI url = endpoint.url();
    ProducerConfig config = new ProducerConfig(settings(endpoint, trust));
    int port = EndpointKind.KAFKA.port(url);
    LogContext log = new LogContext();
    ProducerMetadata metadata =
        new ProducerMetadata(
            config.getLong(ProducerConfig.RETRY_BACKOFF_MS_CONFIG),
            config.getLong(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG),
            config.getLong(ProducerConfig.METADATA_MAX_AGE_CONFIG),
            config.getLong(ProducerConfig.METADATA_MAX_IDLE_CONFIG),
            log,
            new ClusterResourceListeners());
    metadata.bootstrap(List.of(InetSocketAddress.createUnresolved(url.getHost(), port)));
    ApiVersions versions = new ApiVersions();
    KafkaClient client =
        ClientUtils.createNetworkClient(
            config,
            config.getList(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG),
            config.getString(ProducerConfig.CLIENT_ID_CONFIG),
            new Metrics(),
            "kubezap",
            log,
            versions,
            Time.SYSTEM,
            config.getInt(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION),
            config.getInt(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG),
            metadata,
            null,
            hosts,
            null,
            null);
    return producer(config, metadata, client, versions);
  }

  private static Map<String, Object> settings(WebhookEndpoint endpoint, KafkaTls.Trust trust) {
    URI url = endpoint.url();
    Map<String, Object> settings = new HashMap<>();
    settings.put(
        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
        url.getHost() + ":" + EndpointKind.KAFKA.port(url));
    settings.put(ProducerConfig.CLIENT_ID_CONFIG, "kubezap");
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, METADATA_TIMEOUT.toMillis());
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) DELIVERY_TIMEOUT.toMillis());
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY_TIMEOUT.toMillis());
    settings.put(
        ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, CONNECT_TIMEOUT.toMillis());
    settings.put(
        ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, CONNECT_TIMEOUT.toMillis());
    settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, REQUEST_BYTES);
    settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
    settings.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
    settings.put(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, List.of());
    settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    boolean secure = EndpointKind.secure(url);
    if (secure) {
      settings.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, KafkaTls.class);
      settings.put(KafkaTls.TRUST, trust);
    }
    Optional<EndpointLogin> login = EndpointLogin.of(endpoint.headers());
    login.ifPresent(known -> logIn(settings, url, known));
    String transport = secure ? "SSL" : "PLAINTEXT";
    settings.put("security.protocol", login.isPresent() ? "SASL_" + transport : transport);
    return settings;
  }

  private static void logIn(Map<String, Object> settings, URI url, EndpointLogin login) {
    String mechanism = EndpointKind.parameter(url).orElse("PLAIN");
    String module =
        mechanism.equals("PLAIN")
            ? "org.apache.kafka.common.security.plain.PlainLoginModule"
            : "org.apache.kafka.common.security.scram.ScramLoginModule";
    settings.put(SaslConfigs.SASL_MECHANISM, mechanism);
    settings.put(
        SaslConfigs.SASL_JAAS_CONFIG,
        module
            + " required username="
            + quoted(login.user().orElse(""))
            + " password="
            + quoted(login.secret())
            + ";");
  }

  /** As the parser of JAAS settings reads it. */
  private static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r")
        + '"';
  }

  @SuppressWarnings("unchecked") // The constructor's types are the library's.
  private static Producer<byte[], byte[]> producer(
      ProducerConfig config, ProducerMetadata metadata, KafkaClient client, ApiVersions versions) {
    try {
      Constructor<?> constructor =
          KafkaProducer.class.getDeclaredConstructor(
              ProducerConfig.class,
              Serializer.class,
              Serializer.class,
              ProducerMetadata.class,
              KafkaClient.class,
              ProducerInterceptors.class,
              ApiVersions.class,
              Time.class);
      constructor.setAccessible(true);
      return (Producer<byte[], byte[]>)
          constructor.newInstance(
              config,
              new ByteArraySerializer(),
              new ByteArraySerializer(),
              metadata,
              client,
              null,
              versions,
              Time.SYSTEM);
    } catch (InvocationTargetException e) {
      Utils.closeQuietly(client, "client");
      throw new KafkaException(e.getCause());
    } catch (ReflectiveOperationException e) {
      Utils.closeQuietly(client, "client");
      throw new IllegalStateException("this version of Kafka's client is not the one known", e);
    }
  }
}
