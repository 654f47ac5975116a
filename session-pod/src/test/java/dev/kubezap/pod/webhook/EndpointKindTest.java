package dev.kubezap.pod.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  })
  void aUrlSaysWhatTakesTheEvents(String url, String kind, int port) {
    EndpointKind read = endpoint(url, Map.of()).kind();
    assertThat(read.name()).isEqualTo(kind);
    assertThat(read.port(URI.create(url))).isEqualTo(port);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ftp://a/x | must be http://, https://, redis://, rediss://, nats:// or nats+tls:// with a host",
        "redis:///x | must be http://, https://, redis://, rediss://, nats:// or nats+tls:// with a host",
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
    EndpointLogin login =
        EndpointLogin.of(Map.of("Authorization", "basic dXNlcjpwYTpzcw==")).orElseThrow();
    assertThat(login.user()).contains("user");
    assertThat(login.secret()).isEqualTo("pa:ss");
    assertThat(login.toString()).isEqualTo("EndpointLogin[user]");
  }
}
