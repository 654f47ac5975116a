package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.fault.FaultAction;
import dev.kubezap.simulator.fault.FaultMatch;
import dev.kubezap.simulator.fault.FaultPoint;
import dev.kubezap.simulator.fault.FaultRule;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.simulator.server.Connection;
import dev.kubezap.simulator.server.Settings;
import dev.kubezap.simulator.world.Addressing;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.WhatsAppClient.Sending;
import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.conformance.Direction;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.MemoryIdentityStore;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A paired client through what happens to connections, against a server that knows nothing of its
 * code.
 */
@Tag("slow")
class SimulatorSessionTest {
  private static final String NUMBER = "+4915112345678";
  private static final String OTHER = "+4915187654321";

  private final MemoryStore store = new MemoryStore();
  private final MemoryIdentityStore identities = new MemoryIdentityStore();
  private Simulator simulator;
  private LiveClient live;

  @BeforeEach
  void start() throws IOException {
    simulator = Simulator.start(SimulatorConfig.defaults());
    simulator.addAccount(NUMBER, "Ada", false, Addressing.ANY);
    simulator.addAccount(OTHER, "Bob", false, Addressing.ANY);
    live = LiveClient.of(simulator, store, identities).pair(simulator, NUMBER);
  }

  @AfterEach
  void stop() {
    live.close();
    simulator.close();
  }

  private Connection connection() {
    return simulator.connections().getFirst();
  }

  private static SendRequest text(String text) {
    return Texts.to(Jid.phoneNumber(OTHER.substring(1)), text);
  }

  private StoredMessage send(String text) throws Exception {
    SendResult result = live.client.send(text(text)).get(20, TimeUnit.SECONDS);
    return ((SendResult.Accepted) result).message();
  }

  private StoredMessage await(StoredMessage message, MessageStatus status) throws Exception {
    return live.client.awaitStatus(message.id(), status).get(20, TimeUnit.SECONDS);
  }

  /**
   * Lets the server read all that follows a log-in: what it has not read resets the socket that it
   * closes.
   */
  private void beQuiet() throws Exception {
    await(send("quiet"), MessageStatus.DELIVERED);
  }

  @Test
  @Conformance(value = Capability.READ, in = Direction.OURS_TO_PHONE)
  void tellsThatAMessageWasRead() throws Exception {
    simulator.send(OTHER, NUMBER, "read me", false);
    live.awaitStored(store, change -> change.event() instanceof MessageEvent.Received);
    StoredMessage received =
        store.messages().stream().filter(message -> !message.fromMe()).findFirst().orElseThrow();
    live.client.markRead(received.chat(), List.of(received.id())).get(20, TimeUnit.SECONDS);
    beQuiet();
    assertThat(store.records("read-receipt")).isEmpty();
  }

  @Test
  @Conformance(
      value = Capability.TEXT,
      in = {Direction.PHONE_TO_OURS, Direction.OURS_TO_PHONE})
  void sendsAndReceives() throws Exception {
    StoredMessage sent = send("hello");
    assertThat(await(sent, MessageStatus.DELIVERED).status())
        .isGreaterThanOrEqualTo(MessageStatus.DELIVERED);
    assertThat(simulator.messages(OTHER)).anyMatch(message -> message.text().equals("hello"));

    Sending answered = live.client.send(text("once more"), MessageStatus.DELIVERED);
    StoredMessage delivered = answered.reached().get(20, TimeUnit.SECONDS);
    assertThat(delivered.status()).isGreaterThanOrEqualTo(MessageStatus.DELIVERED);
    assertThat(answered.answer().join())
        .isEqualTo(
            new SendResult.Accepted(delivered.withStatus(MessageStatus.QUEUED, Optional.empty())));

    simulator.send(OTHER, NUMBER, "hello yourself", false);
    live.awaitStored(
        store,
        change ->
            change.event() instanceof MessageEvent.Received received
                && received.message().content() instanceof TextContent text
                && text.text().equals("hello yourself"));
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  void logsInAgainAfterARestart() throws Exception {
    live.close();
    simulator.send(OTHER, NUMBER, "while you were away", false);
    live = LiveClient.of(simulator, store, identities);
    live.client.start();
    live.awaitPhase(Phase.CONNECTED);
    live.awaitStored(
        store,
        change ->
            change.event() instanceof MessageEvent.Received received
                && received.message().content() instanceof TextContent text
                && text.text().equals("while you were away"));
    assertThat(await(send("back"), MessageStatus.SENT)).isNotNull();
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  void sendsTheSameBytesAgainWhenTheAcknowledgementIsLost() throws Exception {
    FaultRule lost =
        FaultRule.once(
            FaultPoint.OUT, FaultMatch.tag("ack", "class", "message"), new FaultAction.Close());
    try (var _ = simulator.fault(lost)) {
      StoredMessage sent = send("once");
      // The server acknowledges before the phone has read it.
      assertThat(await(sent, MessageStatus.DELIVERED)).isNotNull();
    }
    assertThat(simulator.messages(OTHER))
        .filteredOn(message -> message.text().equals("once"))
        .hasSize(1);
    assertThat(store.prepared()).isEmpty();
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  void sendsWhatWasQueuedWhileAway() throws Exception {
    connection().end();
    live.awaitPhase(Phase.RECONNECTING);
    List<StoredMessage> queued = List.of(send("one"), send("two"), send("three"));
    for (StoredMessage message : queued) {
      // The server acknowledges before the phone has read it.
      assertThat(await(message, MessageStatus.DELIVERED)).isNotNull();
    }
    assertThat(simulator.messages(OTHER).stream().map(PhoneMessage::text))
        .containsSubsequence("one", "two", "three");
    assertThat(simulator.violations().list()).isEmpty();
  }

  /** More chats than stanzas may be without acknowledgement, and chats that take turns in it. */
  @Test
  void sendsWhatWasQueuedForManyChats() throws Exception {
    List<String> others = IntStream.range(0, 150).mapToObj(i -> "49152%07d".formatted(i)).toList();
    others.forEach(other -> simulator.addAccount(other, "Other", false));
    List<StoredMessage> queued = new ArrayList<>();
    try (var _ =
        simulator.fault(
            FaultRule.always(FaultPoint.CONNECT, FaultMatch.all(), new FaultAction.Close()))) {
      connection().end();
      live.awaitPhase(Phase.RECONNECTING);
      for (String text : List.of("one", "two")) {
        for (String other : others) {
          SendRequest request = Texts.to(Jid.phoneNumber(other), text);
          queued.add(
              ((SendResult.Accepted) live.client.send(request).get(20, TimeUnit.SECONDS))
                  .message());
        }
      }
    }
    for (StoredMessage message : queued) {
      assertThat(await(message, MessageStatus.DELIVERED)).isNotNull();
    }
    assertThat(others)
        .allSatisfy(
            other ->
                assertThat(simulator.messages(other).stream().map(PhoneMessage::text))
                    .containsExactly("one", "two"));
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  @Conformance(value = Capability.OFFLINE, in = Direction.PHONE_TO_OURS)
  void readsALongQueueInOrder() {
    live.close();
    List<String> texts = IntStream.range(0, 450).mapToObj(i -> "queued " + i).toList();
    texts.forEach(text -> simulator.send(OTHER, NUMBER, text, false));
    live = LiveClient.of(simulator, store, identities);
    live.client.start();
    live.awaitUntil(() -> CrashTest.received(store).size() >= texts.size());
    assertThat(CrashTest.received(store)).isEqualTo(texts);
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  void reconnectsWhenTheServerRestarts() throws Exception {
    beQuiet();
    long reconnects = live.client.snapshot().reconnects();
    connection().end(Node.of("stream:error").with("code", 503));
    SessionSnapshot away = live.awaitPhase(Phase.RECONNECTING);
    assertThat(away.lastDisconnect().orElseThrow().code()).isEqualTo("503");
    SessionSnapshot back = live.awaitPhase(Phase.CONNECTED);
    assertThat(back.reconnects()).isEqualTo(reconnects + 1);
    assertThat(await(send("again"), MessageStatus.SENT)).isNotNull();
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  void reconnectsWhenTheConnectionBreaks() {
    connection().end();
    live.awaitPhase(Phase.RECONNECTING);
    live.awaitPhase(Phase.CONNECTED);
  }

  @Test
  void forgetsTheDeviceWhenThePhoneRemovesIt() throws Exception {
    beQuiet();
    connection()
        .end(
            Node.of("stream:error", Node.of("conflict").with("type", "device_removed"))
                .with("code", 401));
    SessionSnapshot gone = live.awaitPhase(Phase.LOGGED_OUT);
    assertThat(gone.reason()).contains("logged-out-by-phone");
    assertThat(gone.phoneNumber()).isEmpty();
    assertThat(identities.load()).isEmpty();
    assertThat(store.records("signal-session")).isEmpty();
    assertThat(store.records("pre-key")).isEmpty();

    live.client.reconnect();
    SessionSnapshot anew = live.await(snapshot -> snapshot.qr().isPresent());
    simulator.scan(NUMBER, anew.qr().orElseThrow().text());
    live.awaitPhase(Phase.CONNECTED);
  }

  @Test
  void staysLoggedOutAfterARestart() throws Exception {
    live.client.logOut().get(20, TimeUnit.SECONDS);
    assertThat(live.client.snapshot().phase()).isEqualTo(Phase.LOGGED_OUT);
    assertThat(identities.load()).isEmpty();
    live.close();
    live = LiveClient.of(simulator, store, identities);
    live.client.start();
    assertThat(live.awaitPhase(Phase.LOGGED_OUT).reason()).contains("requested");
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  void doesNotFightAnotherClientWithItsCredentials() {
    try (LiveClient other = LiveClient.of(simulator, new MemoryStore(), identities)) {
      other.client.start();
      SessionSnapshot replaced = live.await(s -> s.reason().equals(Optional.of("replaced")));
      assertThat(replaced.phase()).isEqualTo(Phase.RECONNECTING);
      assertThat(identities.load()).isPresent();
      other.awaitPhase(Phase.CONNECTED);
    }
  }

  @Test
  void updatesAnOutdatedVersionOnceThenReports() throws IOException {
    Settings demanding = Settings.defaults().withMinimumVersion(1_045_649_368L);
    try (Simulator strict = Simulator.start(SimulatorConfig.defaults().with(demanding));
        LiveClient updated =
            new LiveClient(
                strict,
                new MemoryStore(),
                new MemoryIdentityStore(),
                Optional.empty(),
                Optional.of("2.3000.1045649368"));
        LiveClient outdated =
            new LiveClient(
                strict,
                new MemoryStore(),
                new MemoryIdentityStore(),
                Optional.empty(),
                Optional.of(LiveClient.VERSION))) {
      updated.client.start();
      SessionSnapshot shown = updated.await(snapshot -> snapshot.qr().isPresent());
      assertThat(shown.clientVersion()).isEqualTo("2.3000.1045649368");
      outdated.client.start();
      assertThat(outdated.awaitPhase(Phase.FAILED).reason()).contains("client-outdated");
    }
  }
}
