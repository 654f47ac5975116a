package dev.kubezap.whatsapp.engine;

import static dev.kubezap.whatsapp.engine.LiveConversation.NUMBER;
import static dev.kubezap.whatsapp.engine.LiveConversation.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.message.Accepted;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.conformance.Direction;
import dev.kubezap.whatsapp.group.GroupKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.MessageReceiptsKey;
import dev.kubezap.whatsapp.model.MessageReceipts;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What phones and this client tell each other of what they got and read. */
class SimulatorReceiptsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String EVE = "+4915111111111";
  private static final Jid BOB = Jid.phoneNumber(OTHER.substring(1));

  private LiveConversation talk;
  private Simulator simulator;

  @BeforeEach
  void link() throws Exception {
    talk = LiveConversation.connected();
    simulator = talk.simulator;
    simulator.addAccount(EVE, "Eve", false);
  }

  @AfterEach
  void close() {
    talk.close();
    assertThat(simulator.violations().list()).isEmpty();
  }

  private StoredMessage received(String id) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                talk.store.messages().stream()
                    .filter(message -> message.stanzaId().equals(id))
                    .filter(message -> message.status() != MessageStatus.UNDECRYPTED)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** Which receipts this client gave for a message of a phone. */
  private Set<String> given(String author, String id) {
    String ours = NUMBER.substring(1) + ":1@s.whatsapp.net";
    return simulator
        .world()
        .locked(
            () ->
                simulator
                    .server()
                    .accepted()
                    .find(author.substring(1), id)
                    .map(Accepted::deliveries)
                    .flatMap(
                        all -> all.stream().filter(one -> one.device().equals(ours)).findFirst())
                    .map(one -> Set.copyOf(one.receipts()))
                    .orElse(Set.of()));
  }

  private void awaitGiven(String author, String id, String... types) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(given(author, id)).containsExactlyInAnyOrder(types));
  }

  @Test
  @Conformance(
      value = {Capability.DELIVERED, Capability.READ},
      in = Direction.PHONE_TO_OURS)
  void aPhoneTellsWhatItGotAndRead() {
    StoredMessage message = talk.send("read me");
    assertThat(talk.await(message, MessageStatus.DELIVERED).status())
        .isEqualTo(MessageStatus.DELIVERED);
    await().atMost(PATIENCE).until(() -> simulator.read(OTHER, NUMBER, message.stanzaId()));
    assertThat(talk.await(message, MessageStatus.READ).status()).isEqualTo(MessageStatus.READ);
  }

  @Test
  @Conformance(
      value = {Capability.DELIVERED, Capability.READ},
      in = Direction.OURS_TO_PHONE)
  void aPhoneIsToldWhatWeGotAndRead() throws Exception {
    String id = simulator.send(OTHER, NUMBER, "and me", false);
    StoredMessage message = received(id);
    awaitGiven(OTHER, id, "delivered");
    talk.live.client.markRead(message.chat(), List.of(message.id())).get(20, TimeUnit.SECONDS);
    awaitGiven(OTHER, id, "delivered", "read");
  }

  @Test
  @Conformance(
      value = Capability.PLAYED,
      in = {Direction.PHONE_TO_OURS, Direction.OURS_TO_PHONE})
  void soWhatWasPlayed() throws Exception {
    StoredMessage message = talk.send("play me");
    talk.await(message, MessageStatus.DELIVERED);
    await().atMost(PATIENCE).until(() -> simulator.play(OTHER, NUMBER, message.stanzaId()));
    assertThat(talk.await(message, MessageStatus.PLAYED).status()).isEqualTo(MessageStatus.PLAYED);

    String id = simulator.send(OTHER, NUMBER, "and me", false);
    StoredMessage theirs = received(id);
    talk.live.client.markPlayed(theirs.chat(), List.of(theirs.id())).get(20, TimeUnit.SECONDS);
    awaitGiven(OTHER, id, "delivered", "read", "played");
    assertThat(talk.store.message(theirs.id()).orElseThrow().status())
        .isEqualTo(MessageStatus.PLAYED);
    assertThat(talk.store.chat(theirs.chat()).orElseThrow().unread()).isZero();
  }

  /** Our own phone plays it, and the session knows. */
  @Test
  void whatOurPhonePlayedIsPlayed() {
    StoredMessage theirs = received(simulator.send(OTHER, NUMBER, "hear this", false));
    await().atMost(PATIENCE).until(() -> simulator.play(NUMBER, OTHER, theirs.stanzaId()));
    talk.live.awaitUntil(
        () -> talk.store.message(theirs.id()).orElseThrow().status() == MessageStatus.PLAYED);
  }

  @Test
  @Conformance(
      value = Capability.GROUP_RECEIPTS,
      in = {Direction.PHONE_TO_OURS, Direction.OURS_TO_PHONE})
  void soTheyDoInAGroup() throws Exception {
    Jid group = Jid.of(simulator.groups().create(OTHER, "Garden", NUMBER, EVE));
    talk.live.awaitUntil(() -> talk.store.read(new GroupKey(group)).isPresent());
    SendResult accepted =
        talk.live.client.send(Texts.to(group, "welcome")).get(20, TimeUnit.SECONDS);
    StoredMessage message = ((SendResult.Accepted) accepted).message();
    await().atMost(PATIENCE).until(() -> reached(message, MessageStatus.DELIVERED) == 2);
    await()
        .atMost(PATIENCE)
        .until(() -> simulator.read(OTHER, group.toString(), message.stanzaId()));
    await().atMost(PATIENCE).until(() -> reached(message, MessageStatus.READ) == 1);
    assertThat(talk.store.message(message.id()).orElseThrow().status())
        .as("one of two has read it")
        .isEqualTo(MessageStatus.DELIVERED);
    await().atMost(PATIENCE).until(() -> simulator.read(EVE, group.toString(), message.stanzaId()));
    assertThat(talk.await(message, MessageStatus.READ).status()).isEqualTo(MessageStatus.READ);

    String id = simulator.sendToGroup(OTHER, group.toString(), "thanks");
    StoredMessage theirs = received(id);
    awaitGiven(OTHER, id, "delivered");
    talk.live.client.markRead(group, List.of(theirs.id())).get(20, TimeUnit.SECONDS);
    awaitGiven(OTHER, id, "delivered", "read");
  }

  private long reached(StoredMessage message, MessageStatus status) {
    return talk
        .store
        .read(new MessageReceiptsKey(message.id()))
        .orElse(MessageReceipts.NONE)
        .members()
        .values()
        .stream()
        .filter(
            times ->
                status == MessageStatus.READ
                    ? times.read().isPresent()
                    : times.delivered().isPresent())
        .count();
  }

  @Test
  @Conformance(value = Capability.OFFLINE, in = Direction.OURS_TO_PHONE)
  void whatWasSentWhileAPhoneWasAwayComesInItsOrder() {
    simulator.people().away(OTHER, true);
    List<String> texts = IntStream.range(0, 20).mapToObj(i -> "queued " + i).toList();
    List<StoredMessage> sent = texts.stream().map(talk::send).toList();
    sent.forEach(
        message ->
            assertThat(talk.await(message, MessageStatus.SENT).status())
                .isEqualTo(MessageStatus.SENT));
    assertThat(talk.arrived()).isEmpty();
    simulator.people().away(OTHER, false);
    sent.forEach(message -> talk.await(message, MessageStatus.DELIVERED));
    assertThat(talk.arrived()).isEqualTo(texts);
    assertThat(simulator.messages(OTHER))
        .filteredOn(message -> message.direction() == PhoneMessage.Direction.IN)
        .allMatch(message -> message.timesDelivered() == 1);
    assertThat(talk.store.chat(BOB)).isPresent();
  }
}
