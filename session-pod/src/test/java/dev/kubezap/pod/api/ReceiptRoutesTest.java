package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.store.Samples;
import dev.kubezap.whatsapp.content.AudioContent;
import dev.kubezap.whatsapp.content.MediaReference;
import dev.kubezap.whatsapp.content.MessageContext;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Callers say what was read and what was played. */
class ReceiptRoutesTest {
  private final ApiFixture api = new ApiFixture();

  @AfterEach
  void close() {
    api.close();
  }

  private StoredMessage given(StoredMessage message) {
    api.archive.messages.add(message);
    return message;
  }

  private static StoredMessage sound(int number, boolean voice, boolean viewOnce) {
    MediaReference file =
        new MediaReference(
            Optional.of("audio/ogg"),
            9,
            ByteString.EMPTY,
            ByteString.EMPTY,
            ByteString.EMPTY,
            Optional.empty(),
            Optional.empty());
    return Samples.withContent(
        number,
        new AudioContent(voice, file, 4, ByteString.EMPTY, viewOnce, MessageContext.NONE),
        MessageStatus.RECEIVED);
  }

  private ApiFixture.Answer mark(StoredMessage message, String how) throws Exception {
    return api.post("/api/v1/messages/" + message.id() + "/" + how, "{}");
  }

  @Test
  void voiceNotesAndWhatIsShownOnceArePlayed() throws Exception {
    StoredMessage voice = given(sound(1, true, false));
    StoredMessage once = given(sound(2, false, true));
    assertThat(mark(voice, "read").status()).isEqualTo(204);
    assertThat(mark(voice, "played").status()).isEqualTo(204);
    assertThat(mark(once, "played").status()).isEqualTo(204);
    assertThat(api.client.read).containsExactly(voice.id());
    assertThat(api.client.played).containsExactly(voice.id(), once.id());
  }

  @Test
  void whatIsNotPlayedIsRefusedByName() throws Exception {
    StoredMessage text =
        given(Samples.text(3, Jid.phoneNumber("4915112345678"), "read me, do not play me"));
    StoredMessage song = given(sound(4, false, false));
    for (StoredMessage message : new StoredMessage[] {text, song}) {
      assertThat(mark(message, "played").json().path("code").asText()).isEqualTo("not-playable");
    }
    assertThat(
            api.post("/api/v1/messages/" + text.id() + "/played", "{\"at\":1}")
                .json()
                .path("errors")
                .toString())
        .contains("at");
    assertThat(api.post("/api/v1/messages/nobody/played", "{}").status()).isEqualTo(404);
    assertThat(api.client.played).isEmpty();
  }
}
