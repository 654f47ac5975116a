package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.store.Samples;
import dev.kubezap.whatsapp.ChangeEnd;
import dev.kubezap.whatsapp.ChangeRequest;
import dev.kubezap.whatsapp.ChangeResult;
import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.appstate.ChangeAppState;
import dev.kubezap.whatsapp.appstate.ChangeAppState.Wish;
import dev.kubezap.whatsapp.content.ImageContent;
import dev.kubezap.whatsapp.content.MediaReference;
import dev.kubezap.whatsapp.content.MessageContext;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reactions, edits and deletions by HTTP. */
class ChangeRoutesTest {
  private static final Jid EVA = Jid.phoneNumber("4915112345678");

  @AutoClose private final ApiFixture api = new ApiFixture();
  private final StoredMessage message = Samples.text(1, EVA, "helo");
  private final String path = "/api/v1/messages/" + message.id();

  @BeforeEach
  void store() {
    api.archive.messages.add(message);
  }

  private void asked(ChangeRequest.Kind kind) {
    assertThat(api.client.changes).containsExactly(new ChangeRequest(message.id(), kind));
  }

  @Test
  void reactsAndAnswersWithTheMessageAsItIsThen() throws Exception {
    api.archive.additions.put(
        message.id(),
        MessageAdditions.NONE.withReactions(
            List.of(
                new MessageAdditions.Reaction(
                    EVA, Optional.of("👍"), Instant.parse("2026-11-21T10:00:00Z")))));
    ApiFixture.Answer answer = api.put(path + "/reaction", "{\"emoji\":\"👍\"}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("id").asText()).isEqualTo(message.id());
    assertThat(answer.json().path("reactions").path(0).path("emoji").asText()).isEqualTo("👍");
    asked(new ChangeRequest.React(Optional.of("👍")));
  }

  @Test
  void takesAReactionBack() throws Exception {
    assertThat(api.delete(path + "/reaction").status()).isEqualTo(200);
    asked(new ChangeRequest.React(Optional.empty()));
  }

  @Test
  void editsAText() throws Exception {
    assertThat(api.patch(path, "{\"text\":\"hello\"}").status()).isEqualTo(200);
    asked(new ChangeRequest.Edit(TextContent.of("hello")));
  }

  @Test
  void editsTheWordsBelowAFile() throws Exception {
    ImageContent image =
        new ImageContent(
            new MediaReference(
                Optional.of("image/png"),
                3,
                ByteString.copyFromUtf8("plain"),
                ByteString.copyFromUtf8("sealed"),
                ByteString.copyFromUtf8("key"),
                Optional.of("/v/1"),
                Optional.empty()),
            Optional.of("peir"),
            3,
            2,
            ByteString.EMPTY,
            false,
            MessageContext.NONE);
    StoredMessage shown =
        new StoredMessage(
            "m2",
            "3EB02",
            EVA,
            Optional.empty(),
            EVA,
            0,
            true,
            Optional.empty(),
            FakeClient.NOW,
            image,
            ByteString.EMPTY,
            MessageStatus.SENT,
            Optional.empty(),
            Map.of());
    api.archive.messages.add(shown);
    assertThat(api.patch("/api/v1/messages/m2", "{\"caption\":\"pier\"}").status()).isEqualTo(200);
    assertThat(api.client.changes)
        .containsExactly(
            new ChangeRequest(
                "m2",
                new ChangeRequest.Edit(
                    new ImageContent(
                        image.media(),
                        Optional.of("pier"),
                        3,
                        2,
                        ByteString.EMPTY,
                        false,
                        MessageContext.NONE))));
    assertThat(api.patch("/api/v1/messages/m2", "{\"text\":\"pier\"}").status()).isEqualTo(422);
  }

  @Test
  void pinsAndTakesDown() throws Exception {
    assertThat(api.put(path + "/pin", "{\"for\":\"P30D\"}").status()).isEqualTo(200);
    asked(new ChangeRequest.Pin(Optional.of(Duration.ofDays(30))));
    api.client.changes.clear();
    assertThat(api.put(path + "/pin", "{}").status()).isEqualTo(200);
    asked(new ChangeRequest.Pin(Optional.of(Duration.ofDays(7))));
    api.client.changes.clear();
    assertThat(api.delete(path + "/pin").status()).isEqualTo(200);
    asked(new ChangeRequest.Pin(Optional.empty()));
    assertThat(api.put(path + "/pin", "{\"for\":\"P2D\"}").status()).isEqualTo(422);
    Instant at = Instant.parse("2026-11-21T10:00:00Z");
    api.archive.additions.put(
        message.id(),
        MessageAdditions.NONE.with(
            new MessageAdditions.Pin(EVA, Optional.of(at.plusSeconds(86_400)), at)));
    assertThat(api.get(path).json().path("pinned").toString())
        .isEqualTo(
            "{\"by\":\"4915112345678@s.whatsapp.net\",\"at\":\"2026-11-21T10:00:00Z\","
                + "\"until\":\"2026-11-22T10:00:00Z\"}");
  }

  @Test
  void votes() throws Exception {
    assertThat(api.post(path + "/votes", "{\"options\":[\"yes\"]}").status()).isEqualTo(200);
    asked(new ChangeRequest.Vote(List.of("yes")));
    for (String wrong :
        List.of(
            "{}", "{\"options\":\"yes\"}", "{\"options\":[1]}", "{\"options\":[\"a\",\"a\"]}")) {
      assertThat(api.post(path + "/votes", wrong).status()).as(wrong).isEqualTo(422);
    }
  }

  @Test
  void deletesForEveryone() throws Exception {
    assertThat(api.delete(path).status()).isEqualTo(200);
    asked(new ChangeRequest.Delete());
  }

  @Test
  void whatOneAloneSeesIsChangedByAppState() throws Exception {
    List<Wish> wishes = new ArrayList<>();
    api.client.services =
        request -> {
          wishes.add(((ChangeAppState.Of) request).wish());
          return new ServiceAnswer.Given<>(new Done());
        };
    assertThat(api.delete(path + "?for=me").status()).isEqualTo(200);
    assertThat(api.put(path + "/star", "").status()).isEqualTo(200);
    assertThat(api.delete(path + "/star").status()).isEqualTo(200);
    assertThat(wishes)
        .containsExactly(
            new Wish.DeleteForMe(message),
            new Wish.Star(message, true),
            new Wish.Star(message, false));
  }

  @Test
  void whoDoesNotWaitOrWaitsInVainLearnsThatItIsStored() throws Exception {
    String queued = "{\"id\":\"" + message.id() + "\",\"changeId\":\"c1\",\"status\":\"queued\"}";
    ApiFixture.Answer at = api.delete(path + "?wait=none");
    assertThat(at.status()).isEqualTo(202);
    assertThat(at.json().toString()).isEqualTo(queued);
    api.client.changeEnds = Optional.empty();
    ApiFixture.Answer late = api.delete(path + "?timeout=PT0.05S");
    assertThat(late.status()).isEqualTo(202);
    assertThat(late.json().toString()).isEqualTo(queued);
  }

  @Test
  void tellsWhyItFailed() throws Exception {
    api.client.changeEnds =
        Optional.of(
            new ChangeEnd.Failed(
                new MessageFailure("whatsapp-refused", OptionalInt.of(479), "It was refused.")));
    ApiFixture.Answer refused = api.delete(path);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().path("whatsappCode").asInt()).isEqualTo(479);
    api.client.changeEnds =
        Optional.of(
            new ChangeEnd.Failed(
                new MessageFailure("whatsapp-refused", OptionalInt.of(503), "It was refused.")));
    assertThat(api.delete(path).status()).isEqualTo(502);
  }

  @Test
  void tellsWhyItIsNotTaken() throws Exception {
    api.client.changeResult = new ChangeResult.Refused("edit-too-late", "Send a new one.");
    ApiFixture.Answer late = api.patch(path, "{\"text\":\"hello\"}");
    assertThat(late.status()).isEqualTo(422);
    assertThat(late.json().path("type").asText()).endsWith("/edit-too-late");
    api.client.changeResult = new ChangeResult.Refused("not-paired", "Link it.");
    assertThat(api.delete(path).status()).isEqualTo(409);
    api.client.changeResult = new ChangeResult.NotYet("Restored.");
    assertThat(api.delete(path).status()).isEqualTo(503);
    assertThat(api.delete("/api/v1/messages/none").status()).isEqualTo(404);
    assertThat(api.patch("/api/v1/messages/none", "{\"text\":\"hello\"}").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"👍", "❤️", "👨‍👩‍👧‍👦", "🇩🇪", "1️⃣", "👋🏽", "☺"})
  void isOneEmoji(String emoji) {
    assertThat(Emoji.isOne(emoji)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ok", "1", "👍👍", "👍x", " ", "#"})
  void isNoEmoji(String text) {
    assertThat(Emoji.isOne(text)).isFalse();
  }
}
