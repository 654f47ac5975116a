package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.HELLO;
import static dev.kubezap.whatsapp.message.Outbox.OWN;
import static dev.kubezap.whatsapp.message.Outbox.holds;
import static dev.kubezap.whatsapp.message.Outbox.knowsAll;
import static dev.kubezap.whatsapp.message.Outbox.listed;
import static dev.kubezap.whatsapp.message.Outbox.lists;
import static dev.kubezap.whatsapp.message.Outbox.message;
import static dev.kubezap.whatsapp.message.Outbox.outgoing;
import static dev.kubezap.whatsapp.message.Outbox.phoneAlone;
import static dev.kubezap.whatsapp.message.Outbox.records;
import static dev.kubezap.whatsapp.message.Outbox.session;
import static dev.kubezap.whatsapp.message.Outbox.user;
import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.online;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static dev.kubezap.whatsapp.step.Decisions.turn;
import static dev.kubezap.whatsapp.step.Decisions.unpaired;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.device.Address;
import dev.kubezap.whatsapp.device.SessionKey;
import dev.kubezap.whatsapp.device.Usync;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.token.IssueToken;
import dev.kubezap.whatsapp.token.PrivacyToken;
import dev.kubezap.whatsapp.token.PrivacyTokenKey;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A queued message becomes a stanza: whose turn it is, what is asked for, what is stored. */
class PrepareSendTest {
  private static final PrepareSend STEP = new PrepareSend();
  private static final Reply SILENCE = new Reply.Missing();

  private final MemoryStore store = new MemoryStore();
  private final Preparing preparing = new Preparing(store);
  private final Party bob = Outbox.bob();
  private final Party phone = Outbox.phone();

  private static Outcome asks(Node... queries) {
    return Outcome.builder().ask(new Ask(List.of(queries), Duration.ofSeconds(10))).build();
  }

  private static Outcome devicesOf(Jid... accounts) {
    String sid = HexFormat.of().formatHex(new SeededBytes(1).next(8));
    return asks(Usync.devices(List.of(accounts), sid));
  }

  private static Outcome failed(String code, String reason) {
    return MessageProgress.to(
        message("m1", BOB, MessageStatus.QUEUED),
        MessageStatus.FAILED,
        Optional.of(new MessageFailure(code, OptionalInt.empty(), reason)),
        online(DEVICE));
  }

  private static Outcome unreachable() {
    return failed("recipient-unreachable", "None of the recipient's devices has keys.");
  }

  private static Outcome then(Outcome outcome, String next) {
    return Outcome.builder()
        .add(outcome)
        .effect(new Effect.Enqueue(new PrepareSend.Prepare(next)))
        .build();
  }

  /** Before the first byte leaves: SAFETY 4. */
  @Test
  void everyRatchetStepAndTheStanzaAreStoredTogether() {
    knowsAll(store, bob, phone);
    store(store, new Change.Put<>(new PreparedNumber(), 41L));
    Outcome outcome = preparing.message("m1");
    PreparedStanza stanza = ((Change.PutPrepared) outcome.changes().get(4)).prepared();
    assertThat(stanza)
        .isEqualTo(new PreparedStanza(42, "m1", "3EB0m1", stanza.stanza(), "2:7lqSpNl7"));
    assertThat(records(outcome.changes().subList(0, 2)))
        .containsExactly(
            new SessionKey(Address.of(BOB, Optional.empty())),
            new SessionKey(Address.of(OWN, DEVICE.lid())));
    Outcome moved =
        MessageProgress.to(
            message("m1", BOB, MessageStatus.QUEUED),
            MessageStatus.PREPARED,
            Optional.empty(),
            online(DEVICE));
    assertThat(outcome)
        .isEqualTo(
            Outcome.builder()
                .changes(outcome.changes().subList(0, 2))
                .change(new Change.Put<>(new PreparedNumber(), 42L))
                .change(new Change.PutOutgoing(outgoing("m1", BOB, BOB, OWN)))
                .change(new Change.PutPrepared(stanza))
                .add(moved)
                .effect(new Effect.Transmit(stanza))
                .effect(new Effect.Enqueue(IssueToken.To.after(BOB)))
                .build());
    Node sent = OutgoingStanza.decode(stanza.stanza());
    assertThat(sent.withChildren())
        .isEqualTo(
            Node.of("message")
                .with("to", BOB)
                .with("id", "3EB0m1")
                .with("type", "text")
                .withChildren());
    assertThat(sent.child("device-identity")).isPresent();
    List<Node> recipients = sent.child("participants").orElseThrow().children("to");
    bob.take(Outbox.delivered(sent.withChildren(recipients.getFirst().children())));
    assertThat(bob.store.messages().getLast().encoded()).isEqualTo(HELLO.toByteString());
    phone.take(
        Outbox.delivered(sent.withChildren(recipients.getLast().children()))
            .with("recipient", BOB));
    assertThat(phone.store.messages().getLast().chat()).isEqualTo(BOB);
    store(store, outcome.changes());
    assertThat(preparing.message("m1")).isEqualTo(Outcome.nothing());
  }

  @Test
  void onlyWhatIsQueuedIsPrepared() {
    assertThat(preparing.message("m1")).isEqualTo(Outcome.nothing());
    store(store, new Change.PutMessage(message("m1", BOB, MessageStatus.QUEUED)));
    assertThat(preparing.message("m1")).isEqualTo(Outcome.nothing());
    knowsAll(store, bob, phone);
    assertThat(preparing.message("m1", unpaired())).isEqualTo(Outcome.nothing());
    assertThat(preparing.message("m1", turn(DEVICE))).isEqualTo(Outcome.nothing());
    holds(store, "m1", BOB, MessageStatus.CANCELLED);
    assertThat(preparing.message("m1")).isEqualTo(Outcome.nothing());
  }

  /** One who never answers sensibly is not asked for ever. */
  @Test
  void itAsksFourTimesAtMost() {
    holds(store, "m1", BOB, MessageStatus.QUEUED);
    Reply nothing = new Reply.Result(Node.of("iq"));
    assertThat(preparing.answeredWith(3, nothing)).isEqualTo(devicesOf(BOB, OWN));
    assertThat(preparing.answeredWith(4, nothing).effects()).isEqualTo(unreachable().effects());
  }

  private static Outcome later(int unanswered, int refused, Duration pause) {
    return Outcome.builder()
        .effect(
            new Effect.Schedule(
                "prepare-m1", new PrepareSend.Prepare("m1", unanswered, refused), pause))
        .build();
  }

  @Test
  void withoutAnAnswerItIsTriedAgain() {
    knowsAll(store, bob, phone);
    assertThat(preparing.answeredWith(1, SILENCE)).isEqualTo(later(1, 0, Duration.ofSeconds(1)));
    assertThat(
            preparing.answeredWith(1, new Reply.Refused(500, ""), new Reply.Result(Node.of("iq"))))
        .isEqualTo(later(0, 1, Duration.ofSeconds(10)));
    Duration demanded = Duration.ofSeconds(90);
    assertThat(preparing.answeredWith(1, SILENCE, new Reply.Refused(429, "", demanded)))
        .isEqualTo(later(0, 1, demanded));
  }

  /** Each try has twice the patience of the one before, up to a minute. */
  @ParameterizedTest
  @CsvSource({"0,10", "1,20", "2,40", "3,60", "4,60", "70,60"})
  void aQueryIsWaitedForLongerEachTime(int unanswered, int seconds) {
    holds(store, "m1", BOB, MessageStatus.QUEUED);
    PrepareSend.Prepare again = new PrepareSend.Prepare("m1", unanswered, 0);
    assertThat(decide(STEP, again, store, online(DEVICE)).ask().orElseThrow().patience())
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void aNumberThatIsNotOnWhatsAppIsAFailureAndTheNextMessageGoesOn() {
    holds(store, "m1", BOB, MessageStatus.QUEUED);
    holds(store, "m2", BOB, MessageStatus.QUEUED);
    Node own = user(OWN, phoneAlone());
    Outcome notFound =
        then(failed("recipient-not-found", "The number is not on WhatsApp; check it."), "m2");
    for (Reply reply : List.of(listed(own), listed(own, user(BOB)))) {
      Outcome outcome = preparing.answeredWith(1, reply);
      assertThat(outcome.effects()).isEqualTo(notFound.effects());
      assertThat(outcome.changes()).endsWith(notFound.changes().toArray(Change[]::new));
    }
  }

  @Test
  void whoHasNoKeysCannotBeWrittenTo() {
    knowsAll(store, bob, phone);
    lists(store, BOB, 5, 6);
    Reply none =
        new Reply.Result(
            Node.of(
                "iq",
                Node.of("list", user(BOB.withDevice(5), Node.of("error").with("code", 404)))));
    assertThat(preparing.answeredWith(4, none).effects()).isEqualTo(unreachable().effects());
    lists(store, BOB, 0, 5);
    Outcome partly = preparing.answeredWith(4, none);
    assertThat(partly.effects())
        .contains(new Effect.Count("device", "unreachable"))
        .hasAtLeastOneElementOfType(Effect.Transmit.class);
    assertThat(partly.changes()).contains(new Change.PutOutgoing(outgoing("m1", BOB, BOB, OWN)));
  }

  @Test
  void oneselfIsWrittenToOnTheOtherDevices() {
    holds(store, "m1", OWN, MessageStatus.QUEUED);
    lists(store, OWN, 0, DEVICE.jid().device());
    store(store, new Change.Put<>(new SessionKey(Address.of(OWN, DEVICE.lid())), session(phone)));
    Outcome outcome = preparing.message("m1");
    assertThat(outcome.changes()).contains(new Change.PutOutgoing(outgoing("m1", OWN, OWN)));
    lists(store, OWN, DEVICE.jid().device());
    assertThat(preparing.message("m1").changes())
        .contains(new Change.PutOutgoing(outgoing("m1", OWN)));
  }

  @Test
  void aDamagedMessageFailsByName() {
    knowsAll(store, bob, phone);
    OutgoingMessage damaged =
        new OutgoingMessage(
            "m1",
            "3EB0m1",
            BOB,
            ByteString.copyFrom(new byte[] {-1}),
            outgoing("m1", BOB).acceptedAt(),
            Set.of(),
            Set.of());
    store(store, new Change.PutOutgoing(damaged));
    assertThat(preparing.message("m1"))
        .isEqualTo(failed("damaged", "The stored message cannot be read; send it again."));
  }

  @Test
  void ourTokenIsNotGivenAgainWithEveryMessage() {
    knowsAll(store, bob, phone);
    store(store, new Change.Put<>(new PrivacyTokenKey(BOB), PrivacyToken.NONE.issued(NOW)));
    assertThat(preparing.message("m1").effects()).noneMatch(Effect.Enqueue.class::isInstance);
  }
}
