package dev.kubezap.pod.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoliciesTest {
  private static final AddressPolicy CLUSTER = new AddressPolicy(false);
  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "10.0.0.1",
        "192.168.1.1",
        "172.16.0.1",
        "100.64.0.1",
        "2001:db8::1",
        "fd00::1",
        "64:ff9b::808:808"
      })
  void publicAndPrivateAddressesAreAllowed(String address) throws Exception {
    assertThat(CLUSTER.allows(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "::ffff:169.254.169.254",
        "fe80::1",
        "224.0.0.1",
        "255.255.255.255",
        "ff02::1",
        "fd00:ec2::254",
        "64:ff9b::a9fe:a9fe",
        "::a9fe:a9fe"
      })
  void linkLocalMetadataAndMulticastNeverAre(String address) throws Exception {
    InetAddress resolved = InetAddress.getByName(address);
    assertThat(CLUSTER.allows(resolved)).isFalse();
    assertThat(new AddressPolicy(true).allows(resolved)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.9.9.9",
        "::1",
        "0.0.0.0",
        "::",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1"
      })
  void loopbackOnlyWhenAllowed(String address) throws Exception {
    InetAddress resolved = InetAddress.getByName(address);
    assertThat(CLUSTER.allows(resolved)).isFalse();
    assertThat(new AddressPolicy(true).allows(resolved)).isTrue();
  }

  @Test
  void delaysGrowWithJitterAndStayBounded() {
    RetryPolicy policy = RetryPolicy.DEFAULT;
    AttemptResult refused = new AttemptResult.Refused(503, Optional.empty());
    assertThat(policy.delay(1, refused, 0.5)).isEqualTo(Duration.ofSeconds(1));
    assertThat(policy.delay(1, refused, 0)).isEqualTo(Duration.ofMillis(800));
    assertThat(policy.delay(4, refused, 1)).isEqualTo(Duration.ofMillis(9600));
    assertThat(policy.delay(1_000_000, refused, 1)).isEqualTo(Duration.ofMinutes(6));
  }

  @Test
  void whatTheAnswerAsksForIsClamped() {
    RetryPolicy policy = RetryPolicy.DEFAULT;
    assertThat(policy.delay(1, asked(40), 0.5)).isEqualTo(Duration.ofSeconds(40));
    assertThat(policy.delay(10, asked(0), 0.5)).isEqualTo(Duration.ofMinutes(5));
    assertThat(policy.delay(1, asked(1_000_000), 0.5)).isEqualTo(Duration.ofMinutes(15));
    assertThat(policy.delay(1, new AttemptResult.Refused(429, Optional.empty()), 0.5))
        .isEqualTo(Duration.ofMinutes(1));
    assertThat(policy.delay(1, new AttemptResult.Failed("timeout"), 0.5))
        .isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void givesUpOnlyAfterMoreThanSixtyHours() {
    RetryPolicy policy = RetryPolicy.DEFAULT;
    assertThat(policy.givesUp(NOW.minus(Duration.ofHours(61)), NOW)).isFalse();
    assertThat(policy.givesUp(NOW.minus(Duration.ofDays(3)), NOW)).isTrue();
  }

  @Test
  void retryAfterIsSecondsOrADate() {
    assertThat(WebhookClient.retryAfter("120", NOW)).contains(Duration.ofMinutes(2));
    assertThat(WebhookClient.retryAfter("Sat, 21 Nov 2026 10:00:30 GMT", NOW))
        .contains(Duration.ofSeconds(30));
    assertThat(WebhookClient.retryAfter("Sat, 21 Nov 2026 09:00:00 GMT", NOW))
        .contains(Duration.ZERO);
    assertThat(WebhookClient.retryAfter("-5", NOW)).isEmpty();
    assertThat(WebhookClient.retryAfter("soon", NOW)).isEmpty();
    assertThat(WebhookClient.retryAfter(null, NOW)).isEmpty();
  }

  @Test
  void endpointsThatCannotWorkAreRefusedByName() {
    assertThatThrownBy(() -> endpoint("ftp://shop.example/", Map.of()))
        .hasMessageContaining("http://, https://");
    assertThatThrownBy(() -> endpoint("https:/nohost", Map.of())).hasMessageContaining("host");
    for (int port : List.of(0, 65_536, 84_430)) {
      assertThatThrownBy(() -> endpoint("https://shop.example:" + port + "/hidden", Map.of()))
          .hasMessageContaining("port")
          .hasMessageNotContaining("hidden");
    }
    assertThat(endpoint("https://shop.example:65535", Map.of()).url()).hasPort(65_535);
    for (String name : List.of("Host", "webhook-id", "a b", "x\r\ny", "")) {
      assertThatThrownBy(() -> endpoint("https://shop.example/", Map.of(name, "v")))
          .hasMessageContaining("cannot send the header");
    }
    assertThatThrownBy(
            () -> endpoint("https://shop.example/", Map.of("x-token", "a\r\nwebhook-id: b")))
        .hasMessageContaining("x-token")
        .hasMessageNotContaining("webhook-id: b");
    WebhookEndpoint fine = endpoint("https://u:pw@shop.example/secret", Map.of("X-Token", "t0p"));
    assertThat(fine.toString()).doesNotContain("pw").doesNotContain("secret").doesNotContain("t0p");
  }

  @Test
  void anEndpointWithoutEventsWantsAllAndAnotherThoseThatItNames() {
    assertThat(wanting(Set.of()).wants("message.sent")).isTrue();
    assertThat(wanting(Set.of("message.received")).wants("message.received")).isTrue();
    assertThat(wanting(Set.of("message.received")).wants("message.sent")).isFalse();
  }

  @Test
  void aTestTellsTheAnswerOrWhyThereWasNone() {
    Duration took = Duration.ofMillis(7);
    assertThat(TestDelivery.of("e", new AttemptResult.Delivered(Optional.of(204)), took))
        .isEqualTo(new TestDelivery("e", true, Optional.of(204), Optional.empty(), took));
    assertThat(TestDelivery.of("e", asked(1), took))
        .isEqualTo(new TestDelivery("e", false, Optional.of(503), Optional.empty(), took));
    assertThat(TestDelivery.of("e", new AttemptResult.Failed("tls"), took))
        .isEqualTo(new TestDelivery("e", false, Optional.empty(), Optional.of("tls"), took));
  }

  private static WebhookEndpoint wanting(Set<String> events) {
    return new WebhookEndpoint(
        "shop", URI.create("https://shop.example/"), events, Map.of(), List.of());
  }

  private static WebhookEndpoint endpoint(String url, Map<String, String> headers) {
    return new WebhookEndpoint("shop", URI.create(url), Set.of(), headers, List.of());
  }

  private static AttemptResult asked(int seconds) {
    return new AttemptResult.Refused(503, Optional.of(Duration.ofSeconds(seconds)));
  }
}
