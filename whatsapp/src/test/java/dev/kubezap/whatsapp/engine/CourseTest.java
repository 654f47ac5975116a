package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.connection.CloseReason;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.login.LogOut;
import dev.kubezap.whatsapp.login.VersionFetched;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.noise.ClientVersion;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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
      virtual.post(new Begin.Resumed());
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
    virtual.post(new Begin.Resumed());
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
  void fetchesTheVersionOnceAndThenReports() throws Exception {
    virtual.online();
    virtual.versions = () -> found("2.3000.2000000000");
    end(failure(405));
    assertThat(virtual.snapshot().clientVersion()).isEqualTo("2.3000.2000000000");
    assertThat(virtual.link().attempt.clientPayload())
        .isNotEqualTo(virtual.links.getFirst().attempt.clientPayload());
    end(failure(405));
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.FAILED);
    assertThat(virtual.snapshot().reason()).contains("client-outdated");
    assertThat(virtual.identities.load()).isPresent();
  }

  private static VersionFetched.Result found(String version) {
    return new VersionFetched.Result.Found(ClientVersion.parse(version));
  }

  @Test
  void aVersionThatCannotBeFetchedIsAskedForAgain() throws Exception {
    virtual.online();
    virtual.versions = VersionFetched.Result.Failed::new;
    int links = virtual.links.size();
    end(failure(405));
    virtual.pass(Duration.ofHours(5));
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.RECONNECTING);
    assertThat(virtual.snapshot().reason()).contains("client-outdated");
    assertThat(virtual.links).hasSize(links);
    // Seven within the first hour, then one in half an hour to an hour.
    assertThat(virtual.fetches).isBetween(10, 16);
    virtual.versions = () -> found("2.3000.2000000000");
    virtual.pass(Duration.ofHours(1));
    assertThat(virtual.links).hasSize(links + 1);
    virtual.logIn();
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.CONNECTED);
  }

  @Test
  void anOutdatedSessionGoesOnWhenANewerVersionAppears() throws Exception {
    virtual.online();
    virtual.versions = () -> found(LiveClient.VERSION);
    end(failure(405));
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.FAILED);
    virtual.pass(Duration.ofMinutes(50));
    virtual.versions = () -> found("2.3000.2000000000");
    virtual.pass(Duration.ofMinutes(30));
    virtual.logIn();
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.CONNECTED);
  }

  @Test
  void theVersionIsReadAgainEveryDayByWhicheverProcess() throws Exception {
    virtual.online().pass(Duration.ofMinutes(10));
    assertThat(virtual.fetches).isEqualTo(1);
    virtual.pass(Duration.ofHours(23));
    assertThat(virtual.fetches).isEqualTo(1);
    virtual.versions = () -> found("2.3000.2000000000");
    VirtualSession next = new VirtualSession(store);
    next.versions = virtual.versions;
    next.now = virtual.now;
    next.identities.save(virtual.identities.load().orElseThrow());
    next.begin().logIn().pass(Duration.ofMinutes(30));
    assertThat(next.fetches).isZero();
    next.pass(Duration.ofHours(1));
    assertThat(next.fetches).isEqualTo(1);
    // The connection goes on with the old one.
    assertThat(next.links).hasSize(1);
    assertThat(next.snapshot().clientVersion()).isEqualTo("2.3000.2000000000");
    next.pass(Duration.ofHours(25));
    assertThat(next.fetches).isEqualTo(2);
  }

  @Test
  void pairsAnewWhenAPendingIdentityIsRefused() throws Exception {
    virtual.identities.save(VirtualSession.device(DeviceIdentity.Pairing.PENDING));
    virtual.begin();
    end(failure(401));
    assertThat(virtual.identities.load()).isEmpty();
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.AWAITING_PAIRING);
    virtual.pass(Duration.ofSeconds(2));
    virtual.receive(pairDevice());
    assertThat(virtual.snapshot().qr()).isPresent();
  }

  @Test
  void rotatesThroughAllRefsAndRenewsThem() throws Exception {
    virtual.begin();
    virtual.receive(pairDevice());
    assertThat(virtual.link().sent.getFirst().attribute("type")).contains("result");
    String first = shown();
    assertThat(first).contains("ref0,").endsWith(",1").startsWith("https://wa.me/");
    virtual.pass(Duration.ofSeconds(59));
    assertThat(shown()).isEqualTo(first);
    virtual.pass(Duration.ofSeconds(2));
    assertThat(shown()).contains("ref1,");
    virtual.pass(Duration.ofSeconds(80));
    assertThat(shown()).contains("ref5,");
    assertThat(virtual.links).hasSize(1);
    virtual.pass(Duration.ofSeconds(20));
    assertThat(virtual.links).hasSize(2);
    assertThat(virtual.links.getFirst().isClosed()).isTrue();
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.AWAITING_PAIRING);
    assertThat(virtual.snapshot().qr()).isEmpty();
    virtual.receive(pairDevice());
    assertThat(shown()).contains("ref0,");
    assertThat(store.events().stream().filter(e -> e.event() instanceof SessionEvent.QrChanged))
        .hasSize(7);
  }

  @Test
  void showsANewSecretWhenTheServiceWantsOne() throws Exception {
    virtual.begin();
    virtual.receive(pairDevice());
    String first = shown();
    virtual.receive(notification("companion_reg_refresh", Node.of("pair-device-rotate-qr")));
    assertThat(shown()).isNotEqualTo(first).contains("ref0,");
    assertThat(virtual.link().sent.getLast().has("class", "notification")).isTrue();
  }

  @Test
  void showsThatAPasskeyIsDemanded() throws Exception {
    virtual.begin();
    virtual.receive(pairDevice());
    virtual.receive(notification("passkey_prologue_request", Node.of("passkey_request_options")));
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.AWAITING_PASSKEY);
    assertThat(virtual.snapshot().reason()).contains("passkey-required");
    assertThat(virtual.snapshot().qr()).isEmpty();
    virtual.pass(Duration.ofMinutes(9));
    assertThat(virtual.links).hasSize(1);
    virtual.pass(Duration.ofMinutes(2));
    assertThat(virtual.links).hasSize(2);
  }

  @Test
  void ignoresWhatAnEndedConnectionStillSays() throws Exception {
    virtual.online();
    ScriptedLink old = virtual.link();
    virtual.post(new Begin.Resumed());
    assertThat(virtual.link()).isNotSameAs(old);
    virtual.logIn();
    old.end(streamError(401, "device_removed"));
    old.receive(notification("picture", Node.of("delete")));
    virtual.settle();
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.CONNECTED);
    assertThat(virtual.identities.load()).isPresent();
    assertThat(old.sent).noneMatch(stanza -> stanza.is("ack"));
  }

  @Test
  void acknowledgesWhatItDoesNotKnow() throws Exception {
    virtual.online();
    virtual.receive(notification("never-heard-of", Node.of("something")));
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

  private String shown() {
    return virtual.snapshot().qr().orElseThrow().text();
  }

  static Node notification(String type, Node child) {
    return Node.of("notification", child)
        .with("from", Jid.SERVICE)
        .with("type", type)
        .with("id", "n1")
        .with("t", 1_790_000_000L);
  }

  static Node pairDevice() {
    Node offer =
        Node.of("pair-device")
            .withChildren(
                IntStream.range(0, 6)
                    .mapToObj(i -> Node.of("ref", ByteString.copyFromUtf8("ref" + i)))
                    .toList());
    return Node.of("iq", offer)
        .with("from", Jid.SERVICE)
        .with("type", "set")
        .with("id", "q1")
        .with("xmlns", "md");
  }
}
