package dev.kubezap.whatsapp.engine;

import static dev.kubezap.whatsapp.engine.LiveConversation.NUMBER;
import static dev.kubezap.whatsapp.engine.LiveConversation.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.fault.FaultAction;
import dev.kubezap.simulator.fault.FaultMatch;
import dev.kubezap.simulator.fault.FaultPoint;
import dev.kubezap.simulator.fault.FaultRule;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.group.GroupKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.GroupParticipant;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.senderkey.GroupKeysKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups with people who hide their numbers, and messages to groups that are refused. */
class SimulatorGroupEdgesTest {
  private static final String EVE = "+4915111111111";

  private LiveConversation talk;
  private Simulator simulator;
  private Jid eve;

  @BeforeEach
  void link() throws Exception {
    talk = LiveConversation.connected();
    simulator = talk.simulator;
    eve = Jid.lid(simulator.addAccount(EVE, "Eve", false).lid());
  }

  @AfterEach
  void close() {
    talk.close();
  }

  private StoredMessage sent(Jid group, String text, MessageStatus status) throws Exception {
    SendResult result = talk.live.client.send(Texts.to(group, text)).get(20, TimeUnit.SECONDS);
    return talk.await(((SendResult.Accepted) result).message(), status);
  }

  private void awaitRead(String number, Jid group, String... texts) {
    await()
        .untilAsserted(
            () ->
                assertThat(simulator.messages(number))
                    .filteredOn(message -> message.peer().equals(group.toString()))
                    .extracting(PhoneMessage::text)
                    .containsExactly(texts));
  }

  @Test
  void whoHidesTheNumberIsKnownByTheLidAlone() throws Exception {
    simulator.people().hideNumber(EVE, true);
    Jid group = Jid.of(simulator.groups().create(OTHER, "Garden", NUMBER, EVE));
    talk.live.awaitUntil(() -> talk.store.read(new GroupKey(group)).isPresent());
    GroupParticipant hidden =
        talk.store.read(new GroupKey(group)).orElseThrow().participant(eve).orElseThrow();
    assertThat(hidden.other()).isEmpty();
    assertThat(hidden.displayName()).isPresent();

    String id = simulator.sendToGroup(EVE, group.toString(), "guess who");
    talk.live.awaitUntil(() -> received(id).isPresent());
    assertThat(received(id).orElseThrow().sender()).isEqualTo(eve);
    sent(group, "no idea", MessageStatus.DELIVERED);
    awaitRead(EVE, group, "guess who", "no idea");
    awaitRead(OTHER, group, "guess who", "no idea");
    assertThat(simulator.violations().list()).isEmpty();
  }

  private Optional<StoredMessage> received(String id) {
    return talk.store.messages().stream()
        .filter(message -> message.stanzaId().equals(id))
        .filter(message -> message.status() == MessageStatus.RECEIVED)
        .findFirst();
  }

  /** What was refused carried the key: whoever did not get it is given it with the next one. */
  @Test
  void theNextMessageHandsOutTheKeyOfARefusedOne() throws Exception {
    Jid group = Jid.of(simulator.groups().create(OTHER, "Garden", NUMBER, EVE));
    try (var _ =
        simulator.fault(
            FaultRule.once(
                FaultPoint.MESSAGE,
                FaultMatch.tag("message", "to", group.toString()),
                new FaultAction.Reject(429, Map.of())))) {
      StoredMessage refused = sent(group, "too soon", MessageStatus.FAILED);
      assertThat(refused.failure().orElseThrow().whatsappCode()).hasValue(429);
    }
    sent(group, "later", MessageStatus.DELIVERED);
    for (String number : List.of(OTHER, EVE)) {
      awaitRead(number, group, "later");
    }
    assertThat(simulator.violations().list()).isEmpty();
  }

  /** Devices, or keys, are asked for; before the answer comes, one of the members is gone. */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"usync", "list"})
  void whoIsRemovedWhileAMessageIsPreparedIsNotSentIt(String answer) throws Exception {
    Jid group = Jid.of(simulator.groups().create(OTHER, "Garden", NUMBER, EVE));
    awaitMembers(group, 3);
    StoredMessage message;
    try (var _ =
        simulator.fault(
            FaultRule.once(
                FaultPoint.OUT,
                new FaultMatch(NUMBER.substring(1), 1, null, "iq", answer, null),
                new FaultAction.Drop()))) {
      SendResult result =
          talk.live.client.send(Texts.to(group, "secret")).get(20, TimeUnit.SECONDS);
      message = ((SendResult.Accepted) result).message();
      await().until(() -> simulator.faults().list().getFirst().happened() == 1);
      simulator.groups().remove(OTHER, group.toString(), EVE);
      awaitMembers(group, 2);
      assertThat(talk.store.message(message.id()).orElseThrow().status())
          .isEqualTo(MessageStatus.QUEUED);
    }
    assertThat(talk.await(message, MessageStatus.DELIVERED).status())
        .isEqualTo(MessageStatus.DELIVERED);
    awaitRead(OTHER, group, "secret");
    assertThat(talk.store.read(new GroupKeysKey(group)).orElseThrow().handed())
        .as("Bob's phone and our own")
        .hasSize(2);
    // Neither the key nor the message went to any device of hers.
    awaitRead(EVE, group);
    simulator.groups().add(OTHER, group.toString(), EVE);
    awaitMembers(group, 3);
    sent(group, "for all", MessageStatus.DELIVERED);
    awaitRead(EVE, group, "for all");
    assertThat(simulator.violations().list()).isEmpty();
  }

  private void awaitMembers(Jid group, int count) {
    talk.live.awaitUntil(
        () ->
            talk.store
                .read(new GroupKey(group))
                .filter(of -> of.participants().size() == count)
                .isPresent());
  }
}
