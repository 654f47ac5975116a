package dev.kubezap.whatsapp.engine;

import static dev.kubezap.whatsapp.conformance.Direction.BAILEYS_TO_OURS;
import static dev.kubezap.whatsapp.conformance.Direction.OURS_TO_BAILEYS;
import static dev.kubezap.whatsapp.engine.BaileysPair.ADA;
import static dev.kubezap.whatsapp.engine.BaileysPair.BOB;
import static dev.kubezap.whatsapp.engine.BaileysPair.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.simulator.baileys.BaileysPeer;
import dev.kubezap.simulator.strict.Violation;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.content.EventContent;
import dev.kubezap.whatsapp.content.MessageContext;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.group.CreateGroup;
import dev.kubezap.whatsapp.group.GroupKey;
import dev.kubezap.whatsapp.group.InviteCode;
import dev.kubezap.whatsapp.group.JoinGroup;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.MessageReceiptsKey;
import dev.kubezap.whatsapp.model.MessageReceipts;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Replies, events, receipts and groups, between the client and an unmodified Baileys. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BaileysDialogueTest {
  private BaileysPair pair;

  @BeforeAll
  void link(@TempDir Path folder) throws Exception {
    pair = new BaileysPair(folder);
  }

  @AfterAll
  void close() {
    pair.close();
  }

  /** Baileys itself asks for its own device's keys, in groups by LID. */
  private static boolean isOfBaileys(Violation violation) {
    return violation.rule().equals("own-keys-asked") && violation.subject().startsWith(BOB.user());
  }

  @AfterEach
  void nothingWasWrong() {
    assertThat(pair.simulator.violations().list()).allMatch(BaileysDialogueTest::isOfBaileys);
  }

  private StoredMessage reached(StoredMessage message, MessageStatus status) throws Exception {
    return pair.live.client.awaitStatus(message.id(), status).get(20, TimeUnit.SECONDS);
  }

  private void baileysIsTold(String id, String status) {
    pair.peer.await(
        event ->
            BaileysPeer.event("status").test(event)
                && event.path("id").asText().equals(id)
                && event.path("status").asText().equals(status));
  }

  @Test
  @Conformance(
      value = {Capability.REPLY, Capability.MENTION},
      in = BAILEYS_TO_OURS)
  void baileysReplies() throws Exception {
    StoredMessage question = pair.sent(TextContent.of("how?"));
    pair.peer.awaitText("how?");
    String id =
        pair.peer
            .command(
                "sendContent",
                Map.of(
                    "to",
                    ADA.toString(),
                    "content",
                    "{\"text\":\"so\",\"mentions\":[\"" + ADA + "\"]}",
                    "quoted",
                    question.stanzaId()))
            .get("id")
            .asText();
    MessageContext context = ((TextContent) pair.received(id).content()).context();
    assertThat(context.quoted().orElseThrow().stanzaId()).isEqualTo(question.stanzaId());
    assertThat(context.quoted().orElseThrow().sender().orElseThrow()).isIn(ADA, pair.adaLid);
    assertThat(context.mentions()).containsExactly(ADA);
  }

  @Test
  @Conformance(
      value = Capability.EVENT,
      in = {OURS_TO_BAILEYS, BAILEYS_TO_OURS})
  void eventsAreRead() throws Exception {
    EventContent lunch =
        new EventContent(
            "Lunch",
            Optional.of("at the pier"),
            Optional.of(Instant.parse("2027-01-02T12:00:00Z")),
            Optional.empty(),
            Optional.empty(),
            false,
            MessageContext.NONE);
    JsonNode event =
        pair.told("message", pair.sent(lunch).stanzaId()).path("content").path("eventMessage");
    assertThat(event.path("name").asText()).isEqualTo("Lunch");
    assertThat(event.path("startTime").asLong()).isEqualTo(1_798_891_200L);

    String id =
        pair.peer.sendContent(
            ADA.toString(),
            "{\"event\":{\"name\":\"Lunch\",\"description\":\"at the pier\","
                + "\"startDate\":\"2027-01-02T12:00:00Z\"}}");
    assertThat(pair.received(id).content()).isEqualTo(lunch);
  }

  @Test
  @Conformance(
      value = {Capability.DELIVERED, Capability.READ},
      in = {OURS_TO_BAILEYS, BAILEYS_TO_OURS})
  @Conformance(
      value = Capability.PLAYED,
      in = {OURS_TO_BAILEYS, BAILEYS_TO_OURS})
  void receiptsGoBothWays() throws Exception {
    StoredMessage ours = pair.sent(TextContent.of("read me"));
    String chat = pair.peer.awaitText("read me").path("chat").asText();
    reached(ours, MessageStatus.DELIVERED);
    pair.peer.command("read", Map.of("chat", chat, "id", ours.stanzaId()));
    assertThat(reached(ours, MessageStatus.READ).status()).isEqualTo(MessageStatus.READ);
    pair.peer.command("receipt", Map.of("chat", chat, "id", ours.stanzaId(), "type", "played"));
    assertThat(reached(ours, MessageStatus.PLAYED).status()).isEqualTo(MessageStatus.PLAYED);

    String theirs = pair.peer.send(ADA.toString(), "and me");
    baileysIsTold(theirs, "DELIVERY_ACK");
    StoredMessage received = pair.received(theirs);
    pair.live.client.markRead(received.chat(), List.of(received.id())).get(20, TimeUnit.SECONDS);
    baileysIsTold(theirs, "READ");
    pair.live.client.markPlayed(received.chat(), List.of(received.id())).get(20, TimeUnit.SECONDS);
    baileysIsTold(theirs, "PLAYED");
  }

  private JsonNode groups(String method, String arguments) throws Exception {
    return pair.peer
        .command("groups", Map.of("method", method, "arguments", arguments))
        .path("result");
  }

  @Test
  @Conformance(
      value = {Capability.GROUP_INVITE, Capability.GROUP_RECEIPTS},
      in = {OURS_TO_BAILEYS, BAILEYS_TO_OURS})
  void eachJoinsTheOthersGroupByItsLink() throws Exception {
    pair.simulator.addAccount("+4915111111111", "Eve", false);
    Jid ours =
        pair.given(new CreateGroup.Of("Garden", List.of(Jid.phoneNumber("4915111111111"))))
            .group()
            .id();
    String code = pair.given(new InviteCode.Of(ours, false)).text();
    assertThat(groups("groupAcceptInvite", "[\"" + code + "\"]").asText())
        .isEqualTo(ours.toString());
    pair.live.awaitUntil(
        () ->
            pair.store
                .read(new GroupKey(ours))
                .filter(group -> group.participant(BOB).isPresent())
                .isPresent());
    SendResult sent = pair.live.client.send(Texts.to(ours, "welcome")).get(20, TimeUnit.SECONDS);
    StoredMessage welcome = ((SendResult.Accepted) sent).message();
    pair.peer.awaitText("welcome");
    await().atMost(PATIENCE).until(() -> delivered(welcome) == 2); // Bob and Eve
    assertThat(reached(welcome, MessageStatus.DELIVERED).status())
        .isEqualTo(MessageStatus.DELIVERED);

    String theirs =
        groups("groupCreate", "[\"Yard\", [\"4915111111111@s.whatsapp.net\"]]").path("id").asText();
    String link = groups("groupInviteCode", "[\"" + theirs + "\"]").asText();
    assertThat(pair.given(new JoinGroup.Of(link)).group()).isEqualTo(Jid.of(theirs));
    pair.live.awaitUntil(() -> pair.store.read(new GroupKey(Jid.of(theirs))).isPresent());
    String id = pair.peer.send(theirs, "hello");
    StoredMessage hello = pair.received(id);
    assertThat(hello.sender()).isEqualTo(BOB);
    pair.live.client.markRead(hello.chat(), List.of(hello.id())).get(20, TimeUnit.SECONDS);
    pair.peer.await(
        event ->
            BaileysPeer.event("receipt").test(event)
                && event.path("id").asText().equals(id)
                && event.path("receipt").has("readTimestamp"));
  }

  private long delivered(StoredMessage message) {
    return pair
        .store
        .read(new MessageReceiptsKey(message.id()))
        .orElse(MessageReceipts.NONE)
        .members()
        .values()
        .stream()
        .filter(times -> times.delivered().isPresent())
        .count();
  }
}
