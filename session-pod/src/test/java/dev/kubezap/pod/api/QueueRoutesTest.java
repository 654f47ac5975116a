package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.store.QueueQueries.Queued;
import dev.kubezap.whatsapp.CancelResult;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class QueueRoutesTest {
  private static final Jid EVA = Jid.phoneNumber("4915112345678");

  @AutoClose private final ApiFixture api = new ApiFixture();

  @Test
  void listsWhatWaits() throws Exception {
    api.archive.queue.add(
        new Queued(
            "r1",
            Optional.of(EVA),
            Optional.of(Instant.parse("2026-11-23T10:00:00Z")),
            Optional.empty(),
            Optional.of(Instant.parse("2026-11-23T11:00:00Z")),
            Optional.of(Instant.parse("2026-11-23T12:00:00Z"))));
    assertThat(api.get("/api/v1/queue").json().toString())
        .isEqualTo(
            "{\"items\":[{\"id\":\"r1\",\"chatId\":\"4915112345678@s.whatsapp.net\","
                + "\"acceptedAt\":\"2026-11-23T10:00:00Z\",\"sendAt\":\"2026-11-23T11:00:00Z\","
                + "\"expiresAt\":\"2026-11-23T12:00:00Z\",\"kind\":\"change\"}]}");
  }

  @Test
  void takesOneBackOrSaysWhyNot() throws Exception {
    assertThat(api.delete("/api/v1/queue/m1").status()).isEqualTo(204);
    api.client.cancelResult = new CancelResult.Unknown();
    assertThat(api.delete("/api/v1/queue/m1").status()).isEqualTo(404);
    api.client.cancelResult = new CancelResult.TooLate(MessageStatus.SENT);
    ApiFixture.Answer late = api.delete("/api/v1/queue/m1");
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.json().path("code").asText()).isEqualTo("not-queued");
    assertThat(late.json().path("detail").asText()).startsWith("It is sent.");
  }

  @Test
  void takesAllBackPageByPage() throws Exception {
    api.client.cancelledPages.addAll(List.of(500, 20));
    assertThat(api.delete("/api/v1/queue").json().toString())
        .isEqualTo("{\"cancelled\":520,\"empty\":true}");
  }
}
