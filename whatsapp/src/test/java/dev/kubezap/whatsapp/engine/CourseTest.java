package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.connection.CloseReason;
import dev.kubezap.whatsapp.login.LogOut;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a session goes on after its connections end, in virtual time. */
class CourseTest {
  private final MemoryStore store = new MemoryStore();
  private final VirtualSession virtual = new VirtualSession(store);

  private static CloseReason streamError(int code, String condition) {
    return new CloseReason.StreamError(code, condition);
  }

  private static CloseReason failure(int code) {
    return new CloseReason.Failure(code, Optional.empty(), Map.of());
  }

  private void end(CloseReason reason) throws Exception {
    virtual.link().end(reason);
    virtual.settle();
  }

  @Test
  void logsInAndBecomesOnline() throws Exception {
    virtual.online();
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.CONNECTED);
    assertThat(virtual.link().asked)
        .extracting(iq -> iq.children().getFirst().tag())
        .startsWith("count", "registration", "active");
    assertThat(store.events())
        .extracting(append -> append.event().type())
        .contains("session.phase", "session.connected");
  }

  @Test
  void growsTheDelayWithEveryFailureAndForgetsItAfterAGoodConnection() throws Exception {
    virtual.online().pass(Duration.ofMinutes(2));
    int before = virtual.links.size();
    end(new CloseReason.Lost("reset"));
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.RECONNECTING);
    virtual.pass(Duration.ofSeconds(1));
    assertThat(virtual.links).hasSize(before + 1);
    for (int i = 0; i < 8; i++) {
      end(new CloseReason.Lost("refused"));
      virtual.pass(Duration.ofMinutes(6));
    }
    assertThat(virtual.links).hasSize(before + 9);
    end(new CloseReason.Lost("refused"));
    virtual.pass(Duration.ofMinutes(2));
    assertThat(virtual.links).hasSize(before + 9);
    virtual.pass(Duration.ofMinutes(4));
    virtual.logIn().pass(Duration.ofMinutes(2));
    end(streamError(503, ""));
    virtual.pass(Duration.ofSeconds(1));
    assertThat(virtual.links).hasSize(before + 11);
  }

  @Test
  void keepsCredentialsForEveryTemporaryEnd() throws Exception {
    virtual.online();
    for (CloseReason reason :
        new CloseReason[] {
          streamError(500, ""),
          streamError(503, ""),
          streamError(429, ""),
          failure(500),
          failure(503),
          failure(405),
          failure(403),
          failure(409),
          new CloseReason.DeadPeer("silence"),
          new CloseReason.StreamEnded("")
        }) {
      virtual.post(new SessionStart.Resumed());
      end(reason);
      assertThat(virtual.identities.load()).as("after %s", reason).isPresent();
    }
  }

  @Test
  void staysAwayFiveMinutesWhenReplacedAndStopsTheSecondTime() throws Exception {
    virtual.online();
    end(streamError(0, "replaced"));
    int before = virtual.links.size();
    assertThat(virtual.snapshot().reason()).contains("replaced");
    virtual.pass(Duration.ofMinutes(4));
    assertThat(virtual.links).hasSize(before);
    virtual.pass(Duration.ofMinutes(2));
    assertThat(virtual.links).hasSize(before + 1);
    virtual.logIn().pass(Duration.ofHours(3));
    end(streamError(0, "replaced"));
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.FAILED);
    assertThat(virtual.snapshot().reason()).contains("credentials-in-use-elsewhere");
    virtual.pass(Duration.ofDays(2));
    assertThat(virtual.links).hasSize(before + 1);
    virtual.post(new SessionStart.Resumed());
    assertThat(virtual.links).hasSize(before + 2);
    assertThat(virtual.identities.load()).isPresent();
  }

  @Test
  void waitsForTheEndOfATemporaryBan() throws Exception {
    virtual.online();
    int before = virtual.links.size();
    end(new CloseReason.Failure(402, Optional.of(virtual.now.plus(Duration.ofHours(5))), Map.of()));
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.RESTRICTED);
    assertThat(virtual.snapshot().reason()).contains("temporarily-banned");
    virtual.pass(Duration.ofMinutes(299));
    assertThat(virtual.links).hasSize(before);
    virtual.pass(Duration.ofMinutes(2));
    assertThat(virtual.links).hasSize(before + 1);
  }

  @Test
  void pairsAnewWhenAPendingIdentityIsRefused() throws Exception {
    virtual.identities.save(VirtualSession.device(DeviceIdentity.Pairing.PENDING));
    virtual.begin();
    end(failure(401));
    assertThat(virtual.identities.load()).isEmpty();
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.AWAITING_PAIRING);
    virtual.pass(Duration.ofSeconds(2));
    virtual.receive(ServerStanzas.pairDevice());
    assertThat(virtual.snapshot().qr()).isPresent();
  }

  @Test
  void ignoresWhatAnEndedConnectionStillSays() throws Exception {
    virtual.online();
    ScriptedLink old = virtual.link();
    virtual.post(new SessionStart.Resumed());
    assertThat(virtual.link()).isNotSameAs(old);
    virtual.logIn();
    old.end(streamError(401, "device_removed"));
    old.receive(ServerStanzas.notification("picture", Node.of("delete")));
    virtual.settle();
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.CONNECTED);
    assertThat(virtual.identities.load()).isPresent();
    assertThat(old.sent).noneMatch(stanza -> stanza.is("ack"));
  }

  @Test
  void acknowledgesWhatItDoesNotKnow() throws Exception {
    virtual.online();
    virtual.receive(ServerStanzas.notification("never-heard-of", Node.of("something")));
    Node ack = virtual.link().sent.getLast();
    assertThat(ack.tag()).isEqualTo("ack");
    assertThat(ack.attributes())
        .containsEntry("class", "notification")
        .containsEntry("type", "never-heard-of")
        .containsEntry("id", "n1");
  }

  @Test
  void acknowledgesAgainWhatTheServerMisses() throws Exception {
    virtual.online();
    Node missed = Node.of("ack").with("class", "message").with("id", "3EB0");
    virtual.receive(Node.of("stream:error", missed));
    assertThat(virtual.link().sent.getLast()).isEqualTo(missed);
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.CONNECTED);
  }

  @Test
  void pullsTheOfflineQueueUntilItsEnd() throws Exception {
    virtual.identities.save(VirtualSession.device(DeviceIdentity.Pairing.ACTIVE));
    virtual.begin();
    virtual.receive(Node.of("success").with("lid", "100200300:7@lid"));
    virtual.receive(Node.of("ib", Node.of("offline_preview").with("count", 700)));
    virtual.pass(Duration.ofSeconds(1));
    long pulls = pulls();
    assertThat(pulls).isBetween(4L, 6L);
    virtual.receive(Node.of("ib", Node.of("offline").with("count", 700)));
    virtual.pass(Duration.ofSeconds(10));
    assertThat(pulls()).isEqualTo(pulls);
  }

  private long pulls() {
    return virtual.link().sent.stream()
        .filter(stanza -> stanza.child("offline_batch").isPresent())
        .count();
  }

  @Test
  void logsOutWithoutAConnectionToo() throws Exception {
    virtual.online();
    end(new CloseReason.Lost("reset"));
    assertThat(virtual.ask(new LogOut())).isCompleted();
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.LOGGED_OUT);
    assertThat(virtual.identities.load()).isEmpty();
    virtual.pass(Duration.ofHours(1));
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.LOGGED_OUT);
  }

  @Test
  void staysLoggedOutWhenTheServerEndsTheConnectionAtOnce() throws Exception {
    virtual.online();
    virtual.session.mailbox().post(Pending.of(new LogOut()));
    // The answer to the removal is in the mailbox when the connection ends: both are one batch.
    virtual.session.loop().turn();
    virtual.link().end(streamError(401, "device_removed"));
    virtual.settle();
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.LOGGED_OUT);
    assertThat(virtual.snapshot().reason()).contains("requested");
  }
}
