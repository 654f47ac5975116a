package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.jid.Jid;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class BulkRoutesTest {
  private static final String BULK = "/api/v1/messages/bulk";
  private static final String TWO =
      "{\"recipients\":[\"+4915112345678\",\"4915112345679\"],\"pacing\":\"PT10M\","
          + "\"message\":{\"type\":\"text\",\"text\":\"hello\",\"metadata\":{\"run\":\"7\"}}}";

  @AutoClose private final ApiFixture api = new ApiFixture();

  @Test
  void sendsToEachAtItsTime() throws Exception {
    Instant before = Instant.now();
    ApiFixture.Answer answer = api.post(BULK, TWO);

    assertThat(answer.status()).isEqualTo(202);
    List<SendRequest> sent = List.copyOf(api.client.accepted);
    assertThat(sent)
        .extracting(SendRequest::to)
        .containsExactly(Jid.phoneNumber("4915112345678"), Jid.phoneNumber("4915112345679"));
    assertThat(sent.getFirst().plan().notBefore()).isEmpty();
    assertThat(sent.getLast().plan().notBefore().orElseThrow())
        .isBetween(
            before.plus(Duration.ofMinutes(10)).minusMillis(1),
            Instant.now().plus(Duration.ofMinutes(10)));
    assertThat(sent.getLast().metadata()).containsEntry("run", "7");
    JsonNode items = answer.json().path("items");
    assertThat(items).hasSize(2);
    assertThat(items.get(0).path("to").asText()).isEqualTo("4915112345678@s.whatsapp.net");
    assertThat(items.get(0).has("sendAt")).isFalse();
    assertThat(items.get(1).has("sendAt")).isTrue();
    assertThat(items.get(1).path("id").asText()).isNotEmpty();
  }

  @Test
  void maySayThatAllWaitForThePhone() throws Exception {
    assertThat(api.post(BULK, TWO).status()).isEqualTo(202);
    assertThat(api.client.accepted).extracting(SendRequest::beforeLink).containsOnly(false);
    api.client.accepted.clear();
    String queued = TWO.replace("{\"recipients\"", "{\"queue\":true,\"recipients\"");
    assertThat(api.post(BULK, queued).status()).isEqualTo(202);
    assertThat(api.client.accepted).extracting(SendRequest::beforeLink).containsExactly(true, true);
  }

  @Test
  void aRepeatedRequestDoublesNothing() throws Exception {
    String first =
        api.post(BULK, TWO, "Idempotency-Key", "run-7").json().at("/items/0/id").asText();
    String again =
        api.post(BULK, TWO, "Idempotency-Key", "run-7").json().at("/items/0/id").asText();
    assertThat(again).isEqualTo(first);
    assertThat(api.client.accepted).hasSize(2);
  }
}
