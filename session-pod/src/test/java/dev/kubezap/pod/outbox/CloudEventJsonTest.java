package dev.kubezap.pod.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.json.Json;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CloudEventJsonTest {
  private final CloudEventJson body = new CloudEventJson("shop", "support");

  @Test
  void anEventIsACloudEventOfItsSession() {
    assertThat(Json.text(body.of(event(Optional.of("4915100000001@s.whatsapp.net")))))
        .isEqualTo(
            "{\"specversion\":\"1.0\",\"id\":\"e-1\",\"source\":\"/namespaces/shop/sessions/support\","
                + "\"type\":\"dev.kubezap.message.received\",\"subject\":\"4915100000001@s.whatsapp.net\","
                + "\"time\":\"2026-11-21T10:00:00Z\",\"datacontenttype\":\"application/json\","
                + "\"dataschema\":\"urn:kubezap:event:message.received:1\","
                + "\"sequence\":\"7\",\"data\":{\"text\":\"hi\"}}");
  }

  @Test
  void anEventOfNoChatHasNoSubject() {
    assertThat(body.of(event(Optional.empty())).has("subject")).isFalse();
  }

  private static StoredEvent event(Optional<String> chat) {
    return new StoredEvent(
        7,
        "e-1",
        "message.received",
        chat,
        Instant.parse("2026-11-21T10:00:00Z"),
        "{\"text\":\"hi\"}");
  }
}
