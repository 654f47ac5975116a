package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.pod.store.Samples;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.MessageReceipts;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was done to a message shows in its document. */
class AdditionsTest {
  private static final Jid EVA = Jid.phoneNumber("4915112345678");
  private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");

  private final ApiFixture api = new ApiFixture();
  private final StoredMessage message = Samples.text(1, EVA, "helo");

  @BeforeEach
  void store() {
    api.archive.messages.add(message);
    api.archive.additions.put(
        message.id(),
        new MessageAdditions(
            List.of(
                new MessageAdditions.Reaction(EVA, Optional.of("👍"), AT),
                new MessageAdditions.Reaction(
                    Jid.phoneNumber("4915112345679"), Optional.empty(), AT)),
            List.of(
                new MessageAdditions.Revision(TextContent.of("hello").encode().toByteString(), AT)),
            Optional.of(new MessageAdditions.Deletion(EVA, AT)),
            List.of(
                new MessageAdditions.Vote(EVA, List.of("yes"), AT),
                new MessageAdditions.Vote(Jid.phoneNumber("4915112345679"), List.of(), AT))));
  }

  @AfterEach
  void close() {
    api.close();
  }

  private void isShown(JsonNode json) {
    assertThat(json.path("text").asText()).isEqualTo("hello");
    assertThat(json.path("edited").asBoolean()).isTrue();
    assertThat(json.path("revisions").asInt()).isEqualTo(1);
    assertThat(json.path("deleted").toString())
        .isEqualTo("{\"by\":\"4915112345678@s.whatsapp.net\",\"at\":\"2026-11-21T10:00:00Z\"}");
    assertThat(json.path("reactions").toString())
        .isEqualTo(
            "[{\"from\":\"4915112345678@s.whatsapp.net\",\"emoji\":\"👍\","
                + "\"at\":\"2026-11-21T10:00:00Z\"}]");
    assertThat(json.path("votes").toString())
        .isEqualTo(
            "[{\"from\":\"4915112345678@s.whatsapp.net\",\"options\":[\"yes\"],"
                + "\"at\":\"2026-11-21T10:00:00Z\"}]");
  }

  @Test
  void aloneAndInLists() throws Exception {
    isShown(api.get("/api/v1/messages/" + message.id()).json());
    isShown(api.get("/api/v1/messages").json().path("items").get(0));
  }

  @Test
  void allThatItSaidCanBeRead() throws Exception {
    assertThat(api.get("/api/v1/messages/" + message.id() + "/revisions").json().toString())
        .isEqualTo(
            "{\"items\":[{\"at\":\"2023-11-14T22:13:21Z\",\"type\":\"text\",\"text\":\"helo\"},"
                + "{\"at\":\"2026-11-21T10:00:00Z\",\"type\":\"text\",\"text\":\"hello\"}]}");
    assertThat(api.get("/api/v1/messages/nobody/revisions").status()).isEqualTo(404);
  }

  @Test
  void itsBytesCanBeRead() throws Exception {
    // Field 1, four bytes: helo.
    assertThat(api.get("/api/v1/messages/" + message.id() + "/raw").json().path("message").asText())
        .isEqualTo("CgRoZWxv");
  }

  /** Each member of a group by itself. */
  @Test
  void receiptsOfAGroupAreListedByMember() throws Exception {
    MessageReceipts receipts =
        MessageReceipts.NONE
            .with(Jid.lid("1000"), MessageStatus.DELIVERED, Instant.ofEpochSecond(60))
            .with(Jid.lid("1000"), MessageStatus.READ, Instant.ofEpochSecond(61))
            .with(Jid.lid("1000"), MessageStatus.READ, Instant.ofEpochSecond(62))
            .with(Jid.lid("2000"), MessageStatus.DELIVERED, Instant.ofEpochSecond(63));
    api.archive.receipts.put(message.id(), receipts);
    assertThat(api.get("/api/v1/messages/" + message.id() + "/receipts").json().toString())
        .isEqualTo(
            "{\"items\":[{\"participant\":\"1000@lid\",\"deliveredAt\":\"1970-01-01T00:01:00Z\","
                + "\"readAt\":\"1970-01-01T00:01:01Z\"},"
                + "{\"participant\":\"2000@lid\",\"deliveredAt\":\"1970-01-01T00:01:03Z\"}]}");
    assertThat(api.get("/api/v1/messages/nobody/receipts").status()).isEqualTo(404);
    assertThat(receipts.of(List.of(Jid.lid("1000"), Jid.lid("2000"))))
        .isEqualTo(MessageStatus.DELIVERED);
    assertThat(receipts.of(List.of(Jid.lid("1000")))).isEqualTo(MessageStatus.READ);
    assertThat(receipts.of(List.of(Jid.lid("1000"), Jid.lid("3000"))))
        .isEqualTo(MessageStatus.SENT);
  }
}
