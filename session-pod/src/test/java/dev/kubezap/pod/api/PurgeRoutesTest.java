package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.store.MessageQuery;
import dev.kubezap.pod.store.Samples;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class PurgeRoutesTest {
  private static final Jid EVA = Jid.phoneNumber("4915112345678");

  @AutoClose private final ApiFixture api = new ApiFixture();

  @Test
  void erasesByAge() throws Exception {
    api.archive.messages.add(Samples.text(1, EVA, "old"));
    ApiFixture.Answer answer = api.delete("/api/v1/messages?before=2026-11-01T12:00:00Z");
    assertThat(answer.json().toString()).isEqualTo("{\"purged\":1,\"complete\":true}");
    assertThat(api.client.purged).containsExactly(Samples.text(1, EVA, "old").id());
    assertThat(api.archive.asked.flatMap(MessageQuery::to))
        .contains(Instant.parse("2026-11-01T12:00:00Z"));
    assertThat(api.delete("/api/v1/messages").status()).isEqualTo(422);
  }

  @Test
  void erasesOfAChat() throws Exception {
    String path = "/api/v1/chats/4915112345678/messages";
    assertThat(api.delete(path).status()).isEqualTo(404);
    api.archive.chats.add(
        new Chat(EVA, Optional.empty(), Optional.empty(), Instant.ofEpochSecond(9), 0));
    assertThat(api.delete(path).json().toString()).isEqualTo("{\"purged\":0,\"complete\":true}");
    assertThat(api.archive.asked.flatMap(MessageQuery::chat)).contains(EVA);
  }
}
