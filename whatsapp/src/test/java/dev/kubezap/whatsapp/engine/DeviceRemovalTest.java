package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.account.StateOwnerKey;
import dev.kubezap.whatsapp.connection.CloseReason;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.login.LogOut;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.FencedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A device that goes leaves no message behind that waits for ever, and no request to be doubled.
 */
class DeviceRemovalTest {
  private static final String NUMBER = "4915112345678";
  private static final Jid BOB = Jid.phoneNumber("491522222222");

  /** Of more than two pages. */
  private static final int MANY = 4_100;

  private static final CloseReason REMOVED = new CloseReason.StreamError(401, "device_removed");

  private FaultyStore store = new FaultyStore();
  private VirtualSession session = new VirtualSession(store);

  private static StoredMessage message(int number, MessageStatus status) {
    return new StoredMessage(
        "m%04d".formatted(number),
        "S" + number,
        BOB,
        Optional.empty(),
        Jid.phoneNumber(NUMBER),
        7,
        true,
        Optional.empty(),
        VirtualSession.BEGIN,
        TextContent.of("hello"),
        ByteString.EMPTY,
        status,
        Optional.empty(),
        Map.of());
  }

  /** One of them is prepared. */
  private void accepted(int count) throws Exception {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StoredMessage message = message(i, i == 0 ? MessageStatus.PREPARED : MessageStatus.QUEUED);
      changes.add(new Change.PutMessage(message));
      changes.add(
          new Change.PutOutgoing(
              new OutgoingMessage(
                  message.id(),
                  message.stanzaId(),
                  BOB,
                  ByteString.EMPTY,
                  VirtualSession.BEGIN,
                  Set.of(),
                  Set.of())));
      if (message.status() == MessageStatus.QUEUED) {
        changes.add(new Change.JoinQueue(new QueuedMessage(message.id(), BOB)));
      }
    }
    changes.add(
        new Change.PutPrepared(
            new PreparedStanza(1, "m0000", "S0", ByteString.copyFromUtf8("<>"), "")));
    store.memory.commit(changes);
  }

  private void linked() throws Exception {
    DeviceIdentity device = VirtualSession.device(DeviceIdentity.Pairing.ACTIVE);
    session.identities.save(device);
    store.memory.commit(
        List.of(new Change.Put<>(new StateOwnerKey(), device.identityKey().publicKey())));
    session.begin();
  }

  private void end(CloseReason reason) throws Exception {
    session.link().end(reason);
    session.settle();
  }

  private Set<Optional<String>> failures() {
    long left =
        store.memory.messages().stream().filter(m -> m.status() != MessageStatus.FAILED).count();
    assertThat(left).isZero();
    assertThat(store.memory.prepared()).isEmpty();
    return store.memory.messages().stream()
        .map(message -> message.failure().map(MessageFailure::code))
        .collect(Collectors.toSet());
  }

  @Test
  void whateverWaitedFailsWhenThePhoneRemovesTheDevice() throws Exception {
    accepted(MANY);
    linked();
    end(REMOVED);
    assertThat(failures()).containsExactly(Optional.of("logged-out"));
    assertThat(session.snapshot().phase()).isEqualTo(Phase.LOGGED_OUT);
    assertThat(session.identities.load()).isEmpty();
  }

  @Test
  void whateverWaitedFailsWhenSomebodyLogsOut() throws Exception {
    accepted(MANY);
    linked();
    assertThat(session.ask(new LogOut())).isCompletedWithValue(new LoggingOut.Done());
    assertThat(failures()).containsExactly(Optional.of("logged-out"));
    assertThat(session.snapshot().reason()).contains("requested");
    assertThat(session.identities.load()).isEmpty();
  }

  /** The device is still there: its next log-in is refused again, and it goes on. */
  @Test
  void whateverWaitedFailsWhereverTheProcessDies() throws Exception {
    for (int last = 0; last < 3; last++) {
      store = new FaultyStore();
      session = new VirtualSession(store);
      accepted(MANY);
      linked();
      DeviceIdentity volume = session.identities.load().orElseThrow();
      int[] left = {last};
      store.commits =
          changes -> {
            if (left[0]-- == 0) {
              throw new FencedException("killed here");
            }
          };
      assertThatThrownBy(() -> end(REMOVED)).isInstanceOf(FencedException.class);
      store.commits = changes -> {};
      session = new VirtualSession(store);
      session.identities.save(volume);
      session.begin();
      end(REMOVED);
      assertThat(failures()).containsExactly(Optional.of("logged-out"));
    }
  }

  private void pair() throws Exception {
    session.receive(ServerStanzas.pairDevice());
    session.receive(PhoneSide.of(store).pairSuccess(NUMBER));
    assertThat(session.snapshot().phase()).isEqualTo(Phase.PAIRING);
    end(new CloseReason.StreamError(515, ""));
    session.logIn();
    assertThat(session.snapshot().phase()).isEqualTo(Phase.CONNECTED);
  }

  /** The volume was lost: nobody can send any more what an earlier device had accepted. */
  @Test
  void whateverWaitedFailsWhenAnotherDeviceIsLinked() throws Exception {
    accepted(MANY);
    session.begin();
    pair();
    assertThat(failures()).containsExactly(Optional.of("linked-anew"));
    assertThat(session.link().sent).noneMatch(stanza -> stanza.is("message"));
  }

  /** What an earlier device has left fails, what waited for the new one is its own. */
  @Test
  void whatIsAcceptedWhileNobodyIsLinkedWaitsForTheLink() throws Exception {
    accepted(3);
    KeyServer keys = new KeyServer();
    session.server = keys::answer;
    session.begin();
    SendRequest request =
        new SendRequest(BOB, TextContent.of("once linked"), Map.of(), Optional.empty());
    assertThat(session.ask(request).get()).isInstanceOf(SendResult.Refused.class);
    StoredMessage waiting =
        ((SendResult.Accepted) session.ask(request.beforeLink(true)).get()).message();
    assertThat(waiting.sender()).as("nobody yet").isEqualTo(Jid.SERVICE);

    pair();

    StoredMessage own = store.memory.message(waiting.id()).orElseThrow();
    assertThat(own.sender()).isEqualTo(Jid.phoneNumber(NUMBER));
    assertThat(own.stanzaId()).isEqualTo(waiting.stanzaId());
    assertThat(own.status()).isEqualTo(MessageStatus.PREPARED);
    assertThat(session.link().sent)
        .filteredOn(stanza -> stanza.is("message"))
        .singleElement()
        .matches(stanza -> stanza.has("id", waiting.stanzaId()));
    assertThat(store.memory.messages())
        .filteredOn(message -> message.status() == MessageStatus.FAILED)
        .hasSize(3);
    assertThat(store.memory.recordNames("awaiting-link", "", 10)).isEmpty();
  }

  @Test
  void noMoreWaitForTheLinkThanCanBeTakenOver() throws Exception {
    session.begin();
    SendRequest request =
        new SendRequest(BOB, TextContent.of("again"), Map.of(), Optional.empty()).beforeLink(true);
    for (int i = 0; i < 1_000; i++) {
      assertThat(session.ask(request).get()).isInstanceOf(SendResult.Accepted.class);
    }
    assertThat(session.ask(request).get())
        .isInstanceOfSatisfying(
            SendResult.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo("queue-full"));
  }

  /** Keys are kept 7 days, whatever becomes of the link. */
  @Test
  void aRequestThatIsRepeatedAfterANewLinkIsStillOneMessage() throws Exception {
    KeyServer keys = new KeyServer();
    session.server = keys::answer;
    session.online();
    SendRequest request =
        new SendRequest(
            BOB,
            TextContent.of("once"),
            Map.of(),
            Optional.of(new SendRequest.Idempotency("key", ByteString.copyFromUtf8("hash"))));
    StoredMessage sent = ((SendResult.Accepted) session.ask(request).get()).message();
    session.receive(
        Node.of("ack").with("class", "message").with("id", sent.stanzaId()).with("from", BOB));
    var _ = session.ask(new LogOut());
    session.post(new SessionStart.Resumed());
    pair();
    SendResult again = (SendResult) session.ask(request).get();
    assertThat(again).isInstanceOf(SendResult.Repeated.class);
    assertThat(((SendResult.Repeated) again).message().id()).isEqualTo(sent.id());
    assertThat(session.link().sent).noneMatch(stanza -> stanza.is("message"));
  }
}
