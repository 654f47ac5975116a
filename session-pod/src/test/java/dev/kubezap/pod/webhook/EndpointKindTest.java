package dev.kubezap.pod.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.kubezap.pod.config.WebhookFields;
import dev.kubezap.pod.json.Fields;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a URL may be, and what is said of one that may not. */
class EndpointKindTest {
  private static WebhookEndpoint endpoint(String url, Map<String, String> headers) {
    return new WebhookEndpoint("w", URI.create(url), Set.of(), headers, List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "http://a, HTTP, 80",
    "https://a, HTTP, 443",
    "https://a:8443/x?y, HTTP, 8443",
    "redis://a/key, REDIS, 6379",
    "rediss://a:7000/a/b:c?maxlen=1000, REDIS, 7000",
    "nats://a/whatsapp.support, NATS, 4222",
    "nats+tls://a/w, NATS, 4222",
    "amqp://a/whatsapp, AMQP, 5672",
    "amqps://a/whatsapp?vhost=shop, AMQP, 5671",
    "kafka://a/whatsapp.support, KAFKA, 9092",
    "kafkas://a/whatsapp, KAFKA, 9093",
    "kafka://a:19092/w, KAFKA, 19092",
  })
  void aUrlSaysWhatTakesTheEvents(String url, String kind, int port) {
    EndpointKind read = endpoint(url, Map.of()).kind();
    assertThat(read.name()).isEqualTo(kind);
    assertThat(read.port(URI.create(url))).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http",
        "https",
        "redis",
        "rediss",
        "nats",
        "nats+tls",
        "amqp",
        "amqps",
        "kafka",
        "kafkas"
      })
  void whatTakesEventsMayBeDeclared(String scheme) {
    Fields fields = new Fields(JsonNodeFactory.instance.objectNode());
    assertThat(WebhookFields.address(fields, scheme + "://a/x").flatMap(EndpointKind::of))
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ftp://a/x | must be http://, https://, redis://, rediss://, nats://, nats+tls://, amqp://, amqps://, kafka:// or kafkas:// with a host",
        "redis:///x | must be http://, https://, redis://, rediss://, nats://, nats+tls://, amqp://, amqps://, kafka:// or kafkas:// with a host",
        "redis://a | must name the stream: redis://host/key",
        "redis://a/ | must name the stream: redis://host/key",
        "redis://a/k?maxlen=0 | may have no query but maxlen=<entries>",
        "redis://a/k?db=1 | may have no query but maxlen=<entries>",
        "nats://a | must name one subject: nats://host/subject",
        "nats://a/w.* | must name one subject: nats://host/subject",
        "nats://a/w.%3E | must name one subject: nats://host/subject",
        "nats://a/w..x | must name one subject: nats://host/subject",
        "nats://a/w%0d%0aPUB | must name one subject: nats://host/subject",
        "nats://a/w?x=1 | must name one subject: nats://host/subject",
        "amqp://a | must name one exchange: amqp://host/exchange",
        "amqp://a/x/y | must name one exchange: amqp://host/exchange",
        "amqp://a/x%00 | must name one exchange: amqp://host/exchange",
        "amqp://a/x?routing-key=y | may have no query but vhost=<virtual host>",
        "amqp://a/x?vhost=a&vhost=b | may have no query but vhost=<virtual host>",
        "amqps://u:p@a/x | must not hold a login: use the header authorization",
        "kafka://a | must name one topic: kafka://host/topic",
        "kafka://a/.. | must name one topic: kafka://host/topic",
        "kafka://a/a%20b | must name one topic: kafka://host/topic",
        "kafka://a/t?sasl=GSSAPI | may have no query but sasl=PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512",
        "kafka://a/t?acks=0 | may have no query but sasl=PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512",
        "redis://u:p@a/k | must not hold a login: use the header authorization",
      })
  void whatIsWrongIsSaid(String url, String problem) {
    assertThatThrownBy(() -> endpoint(url, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the URL of webhook w " + problem);
  }

  @Test
  void aLoginIsReadBeforeAnythingGoesOut() {
    assertThatThrownBy(() -> endpoint("redis://a/k", Map.of("authorization", "open sesame")))
        .hasMessage(
            "webhook w needs the header authorization as Bearer <token> or as Basic <base64 of user:password>");
    assertThatThrownBy(() -> endpoint("nats://a/k", Map.of("authorization", "Basic ?")))
        .hasMessageStartingWith("webhook w needs the header authorization");
    assertThatThrownBy(() -> endpoint("kafka://a/t", Map.of("authorization", "Bearer token")))
        .hasMessage(
            "webhook w needs the header authorization as Basic <base64 of user:password>, which is what SASL asks for");
    assertThatThrownBy(() -> endpoint("kafka://a/t?sasl=PLAIN", Map.of()))
        .hasMessageStartingWith("webhook w needs the header authorization as Basic");
    EndpointLogin login =
        EndpointLogin.of(Map.of("Authorization", "basic dXNlcjpwYTpzcw==")).orElseThrow();
    assertThat(login.user()).contains("user");
    assertThat(login.secret()).isEqualTo("pa:ss");
    assertThat(login.toString()).isEqualTo("EndpointLogin[user]");
  }
}
