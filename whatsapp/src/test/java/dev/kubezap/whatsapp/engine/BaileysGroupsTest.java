package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.baileys.BaileysPeer;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.simulator.world.Addressing;
import dev.kubezap.whatsapp.ChangeRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.conformance.Direction;
import dev.kubezap.whatsapp.group.GroupKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.AdditionsKey;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.MemoryIdentityStore;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The client, an unmodified Baileys and three phones in one group read each other, however the
 * group addresses its participants.
 */
@Tag("slow")
class BaileysGroupsTest {
  private static final String OURS = "+4915112345678";
  private static final String THEIRS = "+4915187654321";
  private static final String EVE = "+4915111111111";
  private static final Jid THEIR_JID = Jid.phoneNumber("4915187654321");

  @TempDir private Path folder;
  private final MemoryStore store = new MemoryStore();
  private Simulator simulator;
  private BaileysPeer peer;
  private LiveClient live;

  @BeforeEach
  void link() throws Exception {
    simulator = Simulator.start(SimulatorConfig.defaults());
    simulator.addAccount(OURS, "Ada", false, Addressing.ANY);
    simulator.addAccount(THEIRS, "Bob", false, Addressing.ANY);
    simulator.addAccount(EVE, "Eve", false, Addressing.ANY);
    peer = BaileysPeer.start(simulator.webSocketUrl(), folder, Optional.empty());
    live = LiveClient.of(simulator, store, new MemoryIdentityStore()).pair(simulator, OURS);
    peer.connect();
    simulator.scan(THEIRS, peer.awaitQr());
    peer.awaitOpen();
  }

  @AfterEach
  void close() {
    live.close();
    peer.close();
    simulator.close();
  }

  private StoredMessage sent(Jid group, String text) throws Exception {
    SendResult result = live.client.send(Texts.to(group, text)).get(20, TimeUnit.SECONDS);
    StoredMessage message = ((SendResult.Accepted) result).message();
    live.client.awaitStatus(message.id(), MessageStatus.SENT).get(20, TimeUnit.SECONDS);
    return message;
  }

  private void readByBaileys(StoredMessage message, Jid group, String text) {
    JsonNode read =
        peer.await(
            event ->
                BaileysPeer.event("message").test(event)
                    && event.path("id").asText().equals(message.stanzaId())
                    && !event.path("content").isNull());
    assertThat(read.path("chat").asText()).isEqualTo(group.toString());
    assertThat(read.path("text").asText()).isEqualTo(text);
  }

  private StoredMessage received(String stanzaId) {
    return await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                store.messages().stream()
                    .filter(message -> message.stanzaId().equals(stanzaId))
                    .filter(message -> message.status() != MessageStatus.UNDECRYPTED)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private void awaitRead(String number, Jid group, List<String> texts) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(simulator.messages(number))
                    .filteredOn(message -> message.peer().equals(group.toString()))
                    .extracting(PhoneMessage::text)
                    .filteredOn(text -> !text.isEmpty())
                    .containsExactlyElementsOf(texts));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Conformance(
      value = Capability.GROUP_TEXT,
      in = {
        Direction.OURS_TO_BAILEYS,
        Direction.BAILEYS_TO_OURS,
        Direction.PHONE_TO_OURS,
        Direction.OURS_TO_PHONE
      })
  @Conformance(
      value = Capability.GROUP_REACTION,
      in = {Direction.OURS_TO_BAILEYS, Direction.BAILEYS_TO_OURS})
  @Conformance(
      value = Capability.GROUP_KEY_RENEWED,
      in = {Direction.OURS_TO_BAILEYS, Direction.BAILEYS_TO_OURS, Direction.OURS_TO_PHONE})
  void allReadAll(boolean byLid) throws Exception {
    simulator.groups().addressNew(byLid);
    Jid group = Jid.of(simulator.groups().create(THEIRS, "Garden", OURS, EVE));
    for (int i = 0; i < 3; i++) {
      readByBaileys(sent(group, "ours " + i), group, "ours " + i);
      StoredMessage theirs = received(peer.send(group.toString(), "theirs " + i));
      assertThat(theirs.chat()).isEqualTo(group);
      assertThat(theirs.sender()).isEqualTo(THEIR_JID);
      assertThat(theirs.senderDevice()).isEqualTo(1);
    }
    StoredMessage last = store.messages().getLast();
    live.client
        .change(new ChangeRequest(last.id(), new ChangeRequest.React(Optional.of("👍"))))
        .end()
        .get(20, TimeUnit.SECONDS);
    JsonNode reaction =
        peer.await(
            event ->
                BaileysPeer.event("reaction").test(event)
                    && event.path("id").asText().equals(last.stanzaId()));
    assertThat(reaction.path("text").asText()).isEqualTo("👍");
    StoredMessage ours = sent(group, "like it?");
    readByBaileys(ours, group, "like it?");
    peer.sendContent(
        group.toString(),
        "{\"react\":{\"text\":\"🎉\",\"key\":{\"remoteJid\":\"%s\",\"fromMe\":false,\"id\":\"%s\",\"participant\":\"%s\"}}}"
            .formatted(group, ours.stanzaId(), "4915112345678@s.whatsapp.net"));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> store.read(new AdditionsKey(ours.id())).isPresent());

    // Who is out of it reads nothing that follows, from neither side.
    List<String> until =
        List.of("ours 0", "theirs 0", "ours 1", "theirs 1", "ours 2", "theirs 2", "like it?");
    awaitRead(EVE, group, until);
    simulator.groups().remove(THEIRS, group.toString(), EVE);
    live.awaitUntil(
        () ->
            store
                .read(new GroupKey(group))
                .filter(known -> known.participants().size() == 2)
                .isPresent());
    readByBaileys(sent(group, "without Eve"), group, "without Eve");
    received(peer.send(group.toString(), "indeed"));
    awaitRead(EVE, group, until);
    awaitRead(
        OURS,
        group,
        List.of(
            "ours 0",
            "theirs 0",
            "ours 1",
            "theirs 1",
            "ours 2",
            "theirs 2",
            "like it?",
            "without Eve",
            "indeed"));
    // Baileys itself asks for its own device's keys, in groups by LID.
    assertThat(simulator.violations().list())
        .allMatch(
            violation ->
                violation.rule().equals("own-keys-asked")
                    && violation.subject().startsWith(THEIRS.substring(1)));
  }
}
