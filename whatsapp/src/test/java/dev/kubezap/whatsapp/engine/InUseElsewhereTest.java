package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.connection.CloseReason;
import dev.kubezap.whatsapp.event.ConnectionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Another client uses the same credentials: no fight, whatever becomes of the process. */
class InUseElsewhereTest {
  private static final Jid BOB = Jid.phoneNumber("491522222222");

  private final MemoryStore store = new MemoryStore();
  private final KeyServer keys = new KeyServer();
  private VirtualSession session = session(1);

  private VirtualSession session(long seed) {
    VirtualSession made = new VirtualSession(store, Optional.empty(), seed);
    made.server = keys::answer;
    return made;
  }

  /** The process is another one, or lost its lease for a moment. */
  private void restart() throws Exception {
    VirtualSession before = session;
    session = session(2);
    session.now = before.now;
    session.identities.save(before.identities.load().orElseThrow());
    session.begin();
  }

  private void replaced() throws Exception {
    session.link().end(new CloseReason.StreamError(0, "replaced"));
    session.settle();
  }

  private void stopped() throws Exception {
    session.online();
    replaced();
    session.pass(Duration.ofMinutes(6)).logIn();
    replaced();
    assertStopped();
  }

  private void assertStopped() {
    assertThat(session.snapshot().phase()).isEqualTo(Phase.FAILED);
    assertThat(session.snapshot().reason()).contains("credentials-in-use-elsewhere");
  }

  @Test
  void staysAwayAfterARestartUntilAPersonDecides() throws Exception {
    stopped();
    restart();
    assertStopped();
    session.pass(Duration.ofDays(2));
    assertStopped();
    assertThat(session.links).isEmpty();
    restart();
    assertStopped();
    session.post(new SessionStart.Resumed());
    assertThat(session.links).hasSize(1);
    restart();
    assertThat(session.links).hasSize(1);
  }

  @Test
  void thePauseLastsOverARestart() throws Exception {
    session.online();
    replaced();
    session.pass(Duration.ofMinutes(2));
    restart();
    assertThat(session.snapshot().phase()).isEqualTo(Phase.RECONNECTING);
    assertThat(session.snapshot().reason()).contains("replaced");
    session.pass(Duration.ofSeconds(170));
    assertThat(session.links).isEmpty();
    session.pass(Duration.ofSeconds(20)).logIn();
    assertThat(session.snapshot().phase()).isEqualTo(Phase.CONNECTED);
    replaced();
    assertStopped();
  }

  @Test
  void aPersonMayEndThePause() throws Exception {
    session.online();
    replaced();
    session.post(new SessionStart.Resumed());
    assertThat(session.links).hasSize(2);
    assertThat(restorations()).isZero();
  }

  private long restorations() {
    return store.events().stream()
        .map(Change.Append::event)
        .filter(ConnectionEvent.PhaseChanged.class::isInstance)
        .flatMap(event -> ((ConnectionEvent.PhaseChanged) event).reason().stream())
        .filter("state-restored"::equals)
        .count();
  }

  private StoredMessage send(String text) throws Exception {
    return ((SendResult.Accepted) session.ask(Texts.to(BOB, text)).get()).message();
  }

  /** SAFETY 2: the other client may have used a copy of the database. */
  @Test
  void goesOnAsAfterARestoration() throws Exception {
    UsedKeys used = new UsedKeys();
    session.online();
    StoredMessage before = send("before");
    session.receive(
        Node.of("ack").with("class", "message").with("id", before.stanzaId()).with("from", BOB));
    used.add(session);
    int offered = used.preKeyIds().size();
    replaced();
    session.pass(Duration.ofMinutes(6)).logIn();
    StoredMessage prepared = send("prepared, and who knows whether it was taken");
    replaced();
    StoredMessage queued = send("queued");
    restart();
    session.post(new SessionStart.Resumed());
    assertThat(restorations()).isOne();
    assertThat(store.records("restoration")).isEmpty();
    for (StoredMessage held : List.of(prepared, queued)) {
      StoredMessage now = store.message(held.id()).orElseThrow();
      assertThat(now.status()).isEqualTo(MessageStatus.FAILED);
      assertThat(now.failure().map(MessageFailure::code)).contains("state-restored");
    }
    session.logIn();
    StoredMessage after = send("after all");
    used.add(session);
    assertThat(used.preKeyIds().size()).isGreaterThan(offered);
    session.receive(
        Node.of("ack").with("class", "message").with("id", after.stanzaId()).with("from", BOB));
    assertThat(store.message(after.id()).orElseThrow().status()).isEqualTo(MessageStatus.SENT);
  }
}
