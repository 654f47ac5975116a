package dev.kubezap.operator.observed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.operator.settings.AddressRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {

  @ParameterizedTest
  @CsvSource({
    "http://orders/hooks, shop",
    "http://orders.billing.svc/hooks, billing",
    "http://orders.billing.svc.cluster.local:8080/hooks, billing",
    "http://sink-0.sink.billing.svc.cluster.local/, billing",
  })
  void aServiceIsThePodsOfItsNamespace(String url, String namespace) {
    assertThat(Destination.of(url, "shop")).contains(new Destination.Pods(namespace));
  }

  @ParameterizedTest
  @CsvSource({
    "https://shop.example/hooks, 443",
    "http://shop.example/hooks, 80",
    "https://shop.example:8443/hooks, 8443",
    "wss://simulator.example/ws/chat, 443",
    "ws://simulator.example/ws/chat, 80",
    "http://user:password@proxy.example:3128, 3128",
    "socks5://proxy.example, 1080",
    "redis://redis.example/key, 6379",
    "rediss://redis.example/key, 6379",
    "nats://nats.example/subject, 4222",
    "nats+tls://nats.example/subject, 4222",
    "amqp://rabbit.example/exchange, 5672",
    "amqps://rabbit.example/exchange, 5671",
    "kafka://kafka.example/topic, 9092",
    "kafkas://kafka.example/topic, 9093",
    "https://svc.example/, 443",
  })
  void aNameOutsideIsItsPort(String url, int port) {
    assertThat(Destination.of(url, "shop")).contains(new Destination.Name(port));
  }

  @Test
  void anAddressIsItself() {
    assertThat(Destination.of("http://10.0.0.7/hooks", "shop"))
        .contains(new Destination.Address(AddressRange.read("10.0.0.7/32").orElseThrow(), 80));
    assertThat(Destination.of("https://[fd00::7]:8443/", "shop"))
        .contains(new Destination.Address(AddressRange.read("fd00::7/128").orElseThrow(), 8443));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data",
        "http://[fe80::1]/",
        "http://127.0.0.1:9000/metrics",
        "http://[::1]/",
        "http://localhost:8080/",
        "http://0.0.0.0/",
      })
  void theNodesOwnAddressesAreNoDestination(String url) {
    assertThat(Destination.of(url, "shop")).isEmpty();
  }
}
