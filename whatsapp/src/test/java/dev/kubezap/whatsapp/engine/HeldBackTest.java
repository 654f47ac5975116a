package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.connection.CloseReason;
import dev.kubezap.whatsapp.event.ConnectionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.login.LogOut;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Connecting is held back: nothing is opened, and everything else goes on. */
class HeldBackTest {
  private static final Jid BOB = Jid.phoneNumber("491522222222");
  private static final String REASON = "connecting-held-back";

  private final KeyServer keys = new KeyServer();
  private final MemoryStore store = new MemoryStore();
  private final VirtualSession virtual = new VirtualSession(store);

  private void lose() throws Exception {
    virtual.link().end(new CloseReason.Lost("reset"));
    virtual.settle();
  }

  private StoredMessage send() throws Exception {
    SendRequest request = Texts.to(BOB, "hello");
    return ((SendResult.Accepted) virtual.ask(request).get()).message();
  }

  @Test
  void queuesWhatIsSentMeanwhileAndSendsItWhenItMayConnect() throws Exception {
    virtual.server = keys::answer;
    virtual.online();
    virtual.heldBack = true;
    lose();
    virtual.pass(Duration.ofMinutes(10));
    assertThat(virtual.links).hasSize(1);
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.RECONNECTING);
    assertThat(virtual.snapshot().reason()).contains(REASON);
    StoredMessage message = send();
    assertThat(store.message(message.id()).orElseThrow().status()).isEqualTo(MessageStatus.QUEUED);

    virtual.heldBack = false;
    virtual.pass(Duration.ofSeconds(36)).logIn();
    assertThat(virtual.links).hasSize(2);
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.CONNECTED);
    assertThat(virtual.snapshot().reason()).isEmpty();
    assertThat(virtual.link().sent.stream().filter(node -> node.is("message"))).hasSize(1);
  }

  @Test
  void leavesAStandingConnectionAlone() throws Exception {
    virtual.online();
    virtual.heldBack = true;
    virtual.pass(Duration.ofHours(2));
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.CONNECTED);
    assertThat(virtual.links).hasSize(1);
  }

  @Test
  void beginsNoConnectionAtTheStartAndSaysSoOnce() throws Exception {
    virtual.identities.save(VirtualSession.device(DeviceIdentity.Pairing.ACTIVE));
    virtual.heldBack = true;
    virtual.begin().pass(Duration.ofMinutes(5));
    assertThat(virtual.links).isEmpty();
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.STARTING);
    assertThat(virtual.snapshot().reason()).contains(REASON);
    assertThat(store.events())
        .filteredOn(
            append ->
                append.event() instanceof ConnectionEvent.PhaseChanged changed
                    && changed.reason().equals(Optional.of(REASON)))
        .hasSize(1);
    virtual.heldBack = false;
    virtual.pass(Duration.ofSeconds(36));
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.CONNECTING);
  }

  @Test
  void sessionsThatMayConnectAgainDoNotComeAtOnce() throws Exception {
    Set<Duration> delays = new HashSet<>();
    for (int seed = 0; seed < 12; seed++) {
      VirtualSession one = new VirtualSession(new MemoryStore(), Optional.empty(), seed);
      one.identities.save(VirtualSession.device(DeviceIdentity.Pairing.ACTIVE));
      one.heldBack = true;
      one.begin().pass(Duration.ofMinutes(1));
      one.heldBack = false;
      Instant allowed = one.now;
      while (one.links.isEmpty()) {
        one.pass(Duration.ofMillis(500));
      }
      delays.add(Duration.between(allowed, one.now));
    }
    assertThat(delays)
        .hasSizeGreaterThan(8)
        .allMatch(delay -> delay.compareTo(Duration.ofSeconds(36)) < 0);
  }

  @Test
  void heldBackAgainBeforeItsTurnCame() throws Exception {
    virtual.identities.save(VirtualSession.device(DeviceIdentity.Pairing.ACTIVE));
    virtual.heldBack = true;
    virtual.begin();
    virtual.heldBack = false;
    virtual.pass(Duration.ofSeconds(5));
    virtual.heldBack = true;
    virtual.pass(Duration.ofMinutes(2));
    assertThat(virtual.links).isEmpty();
    virtual.heldBack = false;
    virtual.pass(Duration.ofSeconds(36));
    assertThat(virtual.links).hasSize(1);
  }

  @Test
  void connectionThatAPersonAskedForWaitsToo() throws Exception {
    virtual.online();
    virtual.heldBack = true;
    virtual.post(new SessionStart.Resumed());
    assertThat(virtual.link().isClosed()).isTrue();
    assertThat(virtual.snapshot().reason()).contains(REASON);
    virtual.heldBack = false;
    virtual.post(new SessionStart.Resumed());
    assertThat(virtual.links).as("at once").hasSize(2);
  }

  @Test
  void logsOutMeanwhile() throws Exception {
    virtual.online();
    virtual.heldBack = true;
    lose();
    virtual.pass(Duration.ofMinutes(1));
    assertThat(virtual.ask(new LogOut())).isCompleted();
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.LOGGED_OUT);
    virtual.heldBack = false;
    virtual.pass(Duration.ofMinutes(5));
    assertThat(virtual.links).hasSize(1);
  }

  @Test
  void offersNoPairingAndFinishesOneThatThePhoneHasConfirmed() throws Exception {
    virtual.begin();
    virtual.receive(ServerStanzas.pairDevice());
    virtual.receive(PhoneSide.of(store).pairSuccess("4915112345678"));
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.PAIRING);
    virtual.heldBack = true;
    virtual.link().end(new CloseReason.StreamError(515, ""));
    virtual.settle();
    assertThat(virtual.links).hasSize(2);

    VirtualSession other = new VirtualSession(new MemoryStore());
    other.begin().receive(ServerStanzas.pairDevice());
    other.heldBack = true;
    other.link().end(new CloseReason.Lost("reset"));
    other.settle().pass(Duration.ofMinutes(5));
    assertThat(other.links).hasSize(1);
    assertThat(other.snapshot().phase()).isEqualTo(Phase.AWAITING_PAIRING);
    assertThat(other.snapshot().qr()).isEmpty();
    other.heldBack = false;
    other.pass(Duration.ofSeconds(36)).receive(ServerStanzas.pairDevice());
    assertThat(other.snapshot().qr()).isPresent();
    assertThat(other.snapshot().reason()).isEmpty();
  }
}
