package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.history.AskOlder;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class HistoryRoutesTest {
  private static final Jid EVA = Jid.phoneNumber("4915112345678");
  private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");
  private static final String PATH = "/api/v1/chats/4915112345678/history";

  @AutoClose private final ApiFixture api = new ApiFixture();

  private void chat(boolean withMessage) {
    api.archive.chats.add(new Chat(EVA, Optional.empty(), Optional.empty(), AT, 0));
    if (withMessage) {
      api.archive.messages.add(
          new StoredMessage(
              "m1",
              "3EB0",
              EVA,
              Optional.empty(),
              EVA,
              0,
              false,
              Optional.empty(),
              AT,
              TextContent.of("oldest"),
              ByteString.EMPTY,
              MessageStatus.RECEIVED,
              Optional.empty(),
              Map.of()));
    }
  }

  @Test
  void thePhoneIsAskedForWhatIsOlder() throws Exception {
    chat(true);
    api.client.services = _ -> new ServiceAnswer.Given<>(new AskOlder.Asked("R1", EVA, 20));
    var reply = api.post(PATH, "{\"count\":20}");
    assertThat(reply.status()).isEqualTo(202);
    assertThat(reply.json().toString())
        .isEqualTo(
            "{\"requestId\":\"R1\",\"chatId\":\"4915112345678@s.whatsapp.net\",\"count\":20,"
                + "\"olderThan\":\"m1\"}");
    assertThat(api.client.requests).containsExactly(new AskOlder.Than("m1", 20));
  }

  @Test
  void whatCannotBeAskedIsRefused() throws Exception {
    chat(false);
    assertThat(api.post(PATH, "{}").status()).isEqualTo(409);
    assertThat(api.post(PATH, "{\"count\":51}").status()).isEqualTo(422);
    chat(true);
    // Without a connection.
    assertThat(api.post(PATH, "{}").status()).isEqualTo(409);
  }
}
