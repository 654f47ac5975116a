package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.store.Samples;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.content.MessageContext;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A message is passed on to other chats. */
class ForwardRoutesTest {
  private static final Jid EVA = Jid.phoneNumber("4915112345678");
  private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");
  private static final String TWO = "{\"to\":[\"+4915100000011\",\"+4915100000012\"]}";

  @AutoClose private final ApiFixture api = new ApiFixture();
  private final StoredMessage message = Samples.text(1, EVA, "helo");
  private final String path = "/api/v1/messages/" + message.id() + "/forward";

  @BeforeEach
  void store() {
    api.archive.messages.add(message);
  }

  private static TextContent forwarded(String text) {
    return new TextContent(
        text,
        Optional.empty(),
        new MessageContext(Optional.empty(), List.of(), false, 1, Optional.empty()));
  }

  @Test
  void isSentToEachAsItSaysNow() throws Exception {
    api.archive.additions.put(
        message.id(),
        MessageAdditions.NONE.withRevisions(
            List.of(
                new MessageAdditions.Revision(
                    TextContent.of("hello").encode().toByteString(), AT))));
    ApiFixture.Answer answer = api.post(path, TWO);
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.json().path("items").findValuesAsText("chatId"))
        .containsExactly("4915100000011@s.whatsapp.net", "4915100000012@s.whatsapp.net");
    assertThat(api.client.accepted)
        .extracting(SendRequest::content)
        .containsExactly(forwarded("hello"), forwarded("hello"));
  }

  @Test
  void maySayThatItWaitsForThePhone() throws Exception {
    assertThat(api.post(path, TWO).status()).isEqualTo(202);
    assertThat(api.client.accepted).extracting(SendRequest::beforeLink).containsOnly(false);
    api.client.accepted.clear();
    assertThat(api.post(path, "{\"to\":[\"+4915100000011\"],\"queue\":true}").status())
        .isEqualTo(202);
    assertThat(api.client.accepted).extracting(SendRequest::beforeLink).containsExactly(true);
  }

  @Test
  void isSentOnceUnderOneKey() throws Exception {
    assertThat(api.post(path, TWO, "Idempotency-Key", "k").status()).isEqualTo(202);
    assertThat(api.post(path, TWO, "Idempotency-Key", "k").status()).isEqualTo(202);
    assertThat(api.client.accepted).hasSize(2);
    ApiFixture.Answer other =
        api.post(path, "{\"to\":[\"+4915100000011\"]}", "Idempotency-Key", "k");
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.json().path("type").asText()).endsWith("/idempotency-key-reused");
  }

  @Test
  void whatIsDeletedIsNotPassedOn() throws Exception {
    api.archive.additions.put(
        message.id(), MessageAdditions.NONE.deleted(new MessageAdditions.Deletion(EVA, AT)));
    ApiFixture.Answer answer = api.post(path, TWO);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("type").asText()).endsWith("/message-deleted");
    assertThat(api.client.accepted).isEmpty();
  }

  @Test
  void needsRecipientsThatAreSome() throws Exception {
    for (String wrong :
        List.of(
            "{}",
            "{\"to\":[]}",
            "{\"to\":\"+4915100000011\"}",
            "{\"to\":[\"me\"]}",
            "{\"to\":[\"+4915100000011\",\"4915100000011\"]}",
            "{\"to\":[\"+49151000001\",\"+49151000002\",\"+49151000003\",\"+49151000004\","
                + "\"+49151000005\",\"+49151000006\"]}")) {
      ApiFixture.Answer answer = api.post(path, wrong);
      assertThat(answer.status()).as(wrong).isEqualTo(422);
      assertThat(answer.json().path("errors").path(0).path("field").asText()).startsWith("to");
    }
    assertThat(api.post("/api/v1/messages/none/forward", TWO).status()).isEqualTo(404);
  }
}
