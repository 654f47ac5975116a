package dev.kubezap.whatsapp.engine;

import static dev.kubezap.whatsapp.engine.LiveConversation.NUMBER;
import static dev.kubezap.whatsapp.engine.LiveConversation.OTHER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.fault.FaultAction;
import dev.kubezap.simulator.fault.FaultMatch;
import dev.kubezap.simulator.fault.FaultPoint;
import dev.kubezap.simulator.fault.FaultRule;
import dev.kubezap.simulator.phone.PhoneContent;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.whatsapp.ChangeRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.conformance.Direction;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.group.GroupKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.AdditionsKey;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.proto.MessageKey;
import dev.kubezap.whatsapp.proto.ReactionMessage;
import dev.kubezap.whatsapp.senderkey.GroupKeys;
import dev.kubezap.whatsapp.senderkey.GroupKeysKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages in groups of phones, both ways, over a real connection. */
class SimulatorGroupsTest {
  private static final String EVE = "+4915111111111";

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
  }

  private Jid group(boolean byLid, String creator, String... others) {
    simulator.groups().addressNew(byLid);
    return Jid.of(simulator.groups().create(creator, "Garden", others));
  }

  private StoredMessage accepted(Jid group, String text) throws Exception {
    SendResult result = talk.live.client.send(Texts.to(group, text)).get(20, TimeUnit.SECONDS);
    return ((SendResult.Accepted) result).message();
  }

  private StoredMessage sent(Jid group, String text, MessageStatus status) throws Exception {
    return talk.await(accepted(group, text), status);
  }

  /** What a phone reads in the group, in its order. */
  private List<String> read(String number, Jid group) {
    return simulator.messages(number).stream()
        .filter(message -> message.peer().equals(group.toString()))
        .map(PhoneMessage::text)
        .toList();
  }

  private void awaitRead(String number, Jid group, String... texts) {
    await().untilAsserted(() -> assertThat(read(number, group)).containsExactly(texts));
  }

  private Optional<StoredMessage> received(String id) {
    return talk.store.messages().stream()
        .filter(message -> message.stanzaId().equals(id) && !message.fromMe())
        .findFirst();
  }

  private StoredMessage awaitReceived(String id) {
    talk.live.awaitUntil(
        () -> received(id).filter(m -> m.status() == MessageStatus.RECEIVED).isPresent());
    return received(id).orElseThrow();
  }

  private void awaitMembers(Jid group, int count) {
    talk.live.awaitUntil(
        () ->
            talk.store
                .read(new GroupKey(group))
                .filter(of -> of.participants().size() == count)
                .isPresent());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everybodyReadsEverybody(boolean byLid) throws Exception {
    Jid group = group(byLid, OTHER, NUMBER, EVE);
    StoredMessage first = awaitReceived(simulator.sendToGroup(OTHER, group.toString(), "one"));
    assertThat(first.chat()).isEqualTo(group);
    assertThat(first.sender()).isEqualTo(Jid.phoneNumber(OTHER.substring(1)));
    awaitReceived(simulator.sendToGroup(EVE, group.toString(), "two"));
    sent(group, "three", MessageStatus.DELIVERED);
    sent(group, "four", MessageStatus.DELIVERED);
    awaitReceived(simulator.sendToGroup(OTHER, group.toString(), "five"));
    for (String phone : List.of(NUMBER, OTHER, EVE)) {
      awaitRead(phone, group, "one", "two", "three", "four", "five");
    }
    assertThat(simulator.violations().list()).isEmpty();
  }

  /** What the group says of the end of messages goes along with what is written in it. */
  @Test
  void whatIsWrittenDisappearsAsTheGroupSays() throws Exception {
    Jid group = group(true, OTHER, NUMBER, EVE);
    awaitMembers(group, 3);
    simulator.groups().ephemeral(OTHER, group.toString(), 86_400);
    talk.live.awaitUntil(
        () ->
            talk.store
                .read(new GroupKey(group))
                .filter(of -> of.settings().ephemeral().equals(Duration.ofDays(1)))
                .isPresent());
    TextContent written = (TextContent) sent(group, "soon gone", MessageStatus.DELIVERED).content();
    assertThat(written.context().expiresAfter()).contains(Duration.ofDays(1));
    awaitRead(EVE, group, "soon gone");
    assertThat(simulator.violations().list()).isEmpty();
  }

  /** Whoever is out of the group reads nothing that follows, whatever it still holds. */
  @Test
  @Conformance(value = Capability.GROUP_KEY_RENEWED, in = Direction.OURS_TO_PHONE)
  void whoLeftCannotReadWhatFollows() throws Exception {
    Jid group = group(true, NUMBER, OTHER, EVE);
    sent(group, "one", MessageStatus.DELIVERED);
    GroupKeys before = talk.store.read(new GroupKeysKey(group)).orElseThrow();
    simulator.groups().remove(NUMBER, group.toString(), EVE);
    awaitMembers(group, 2);
    sent(group, "two", MessageStatus.DELIVERED);
    GroupKeys after = talk.store.read(new GroupKeysKey(group)).orElseThrow();
    assertThat(after.key().id()).isNotEqualTo(before.key().id());
    assertThat(before.handed()).hasSize(3);
    assertThat(after.handed()).hasSize(2);
    awaitRead(OTHER, group, "one", "two");
    awaitRead(EVE, group, "one");
    simulator.groups().add(NUMBER, group.toString(), EVE);
    awaitMembers(group, 3);
    sent(group, "three", MessageStatus.DELIVERED);
    awaitRead(EVE, group, "one", "three");
    assertThat(simulator.violations().list()).isEmpty();
  }

  /**
   * The service may address a group otherwise at any time: 421, and once more (PROTOCOL-2026 7).
   */
  @Test
  void aGroupThatChangesItsAddressesIsAskedForAgain() throws Exception {
    Jid group = group(false, OTHER, NUMBER, EVE);
    sent(group, "one", MessageStatus.DELIVERED);
    simulator.groups().address(group.toString(), true);
    sent(group, "two", MessageStatus.DELIVERED);
    awaitRead(OTHER, group, "one", "two");
    assertThat(simulator.violations().list())
        .allMatch(violation -> violation.rule().equals("mixed-namespaces"));
  }

  @Test
  void whoIsNotInTheGroupIsToldSo() throws Exception {
    Jid group = group(true, OTHER, NUMBER, EVE);
    sent(group, "one", MessageStatus.DELIVERED);
    simulator.groups().remove(OTHER, group.toString(), NUMBER);
    StoredMessage refused = sent(group, "two", MessageStatus.FAILED);
    assertThat(refused.failure().orElseThrow().code()).isIn("not-in-group", "whatsapp-refused");
    StoredMessage never = sent(Jid.group("120363999999999999"), "three", MessageStatus.FAILED);
    assertThat(never.failure().orElseThrow().code()).isEqualTo("not-in-group");
    assertThat(read(OTHER, group)).containsExactly("one");
  }

  /** A device that came just before a message is brought it, asks, and is answered. */
  @Test
  @Conformance(value = Capability.RETRY, in = Direction.OURS_TO_PHONE)
  void whoLacksTheKeyAsksAndIsAnswered() throws Exception {
    Jid group = group(true, NUMBER, OTHER);
    sent(group, "one", MessageStatus.DELIVERED);
    try (var _ =
        simulator.fault(
            FaultRule.always(
                FaultPoint.OUT, FaultMatch.tag("notification"), new FaultAction.Drop()))) {
      simulator.groups().add(NUMBER, group.toString(), EVE);
      sent(group, "two", MessageStatus.DELIVERED);
    }
    // The hash in the acknowledgement told that somebody was missed.
    sent(group, "three", MessageStatus.DELIVERED);
    // What is asked for again may come behind what was sent later.
    await()
        .untilAsserted(
            () -> assertThat(read(EVE, group)).containsExactlyInAnyOrder("two", "three"));
    assertThat(simulator.violations().list()).isEmpty();
  }

  /** Killed between the commit and the acknowledgement: the same bytes, read once. */
  @Test
  void theSameBytesGoOutAfterTheConnectionIsLost() throws Exception {
    Jid group = group(true, OTHER, NUMBER, EVE);
    sent(group, "one", MessageStatus.DELIVERED);
    StoredMessage message;
    try (var _ =
        simulator.fault(
            FaultRule.once(FaultPoint.OUT, FaultMatch.tag("ack"), new FaultAction.Close()))) {
      message = accepted(group, "two");
      await().until(() -> simulator.faults().list().getFirst().happened() == 1);
      talk.restart();
    }
    talk.live.client.start();
    talk.await(message, MessageStatus.DELIVERED);
    awaitRead(OTHER, group, "one", "two");
    awaitRead(EVE, group, "one", "two");
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  @Conformance(value = Capability.GROUP_REACTION, in = Direction.OURS_TO_PHONE)
  void additionsGoToTheGroup() throws Exception {
    Jid group = group(true, OTHER, NUMBER, EVE);
    StoredMessage theirs = awaitReceived(simulator.sendToGroup(OTHER, group.toString(), "like?"));
    talk.live
        .client
        .change(new ChangeRequest(theirs.id(), new ChangeRequest.React(Optional.of("👍"))))
        .end()
        .get(20, TimeUnit.SECONDS);
    assertThat(talk.store.read(new AdditionsKey(theirs.id())).orElseThrow().reactions()).hasSize(1);
    StoredMessage ours = sent(group, "mistake", MessageStatus.DELIVERED);
    talk.live
        .client
        .change(new ChangeRequest(ours.id(), new ChangeRequest.Delete()))
        .end()
        .get(20, TimeUnit.SECONDS);
    assertThat(talk.store.read(new AdditionsKey(ours.id())).orElseThrow().deletion()).isPresent();
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  @Conformance(value = Capability.GROUP_REACTION, in = Direction.PHONE_TO_OURS)
  void aMemberReactsToOurMessage() throws Exception {
    Jid group = group(true, OTHER, NUMBER, EVE);
    StoredMessage ours = sent(group, "like?", MessageStatus.DELIVERED);
    String own = simulator.phone(NUMBER).account().lidJid().toString();
    Message reaction =
        Message.newBuilder()
            .setReactionMessage(
                ReactionMessage.newBuilder()
                    .setKey(
                        MessageKey.newBuilder()
                            .setRemoteJid(group.toString())
                            .setFromMe(false)
                            .setId(ours.stanzaId())
                            .setParticipant(own))
                    .setText("👍")
                    .setSenderTimestampMs(1_798_891_200_000L))
            .build();
    simulator.sendToGroup(
        EVE,
        group.toString(),
        new PhoneContent(Bytes.of(reaction.toByteString()), "reaction", "", ""));
    AdditionsKey key = new AdditionsKey(ours.id());
    talk.live.awaitUntil(() -> talk.store.read(key).isPresent());
    assertThat(talk.store.read(key).orElseThrow().reactions())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.sender()).isEqualTo(Jid.phoneNumber(EVE.substring(1)));
              assertThat(one.emoji()).contains("👍");
            });
    assertThat(simulator.violations().list()).isEmpty();
  }
}
