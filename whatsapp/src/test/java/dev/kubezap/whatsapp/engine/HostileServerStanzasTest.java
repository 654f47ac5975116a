package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.ConnectGate;
import dev.kubezap.whatsapp.connection.Backoff;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.device.PreKeyBundles;
import dev.kubezap.whatsapp.login.FetchProperties;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeDecoder;
import dev.kubezap.whatsapp.node.NodeEncoder;
import dev.kubezap.whatsapp.node.NodeFormatException;
import dev.kubezap.whatsapp.pairing.PairingSettings;
import dev.kubezap.whatsapp.prekey.PreKeyUpload;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Well-formed stanzas that no honest server sends; the fuzzer found most of them. */
class HostileServerStanzasTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private final Router router =
      Routes.of(
          new PairingSettings(Optional.empty(), "Chrome (Linux)"),
          Backoff.DEFAULT,
          ConnectGate.OPEN);
  private final StanzaWorld world = new StanzaWorld(NOW);

  private Outcome handle(Work<?> work, MemoryStore store, Optional<DeviceIdentity> identity) {
    Turn turn = new Turn(NOW, new SeededBytes(1), identity, new Turn.Link(true, true, true, false));
    return router
        .route(work.input())
        .orElseThrow()
        .handler()
        .handle(work, store, SessionState.starting("2.3000.1").with(identity), turn);
  }

  private static Node message() {
    return Node.of("message", Node.of("enc", ByteString.EMPTY).with("type", "msg").with("v", 2))
        .with("from", StanzaWorld.PEER)
        .with("id", "M")
        .with("t", 1_700_000_000L);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 253_402_300_800L, Long.MAX_VALUE})
  void aTimeThatNobodyCanStoreIsTheTimeOfArrival(long seconds) {
    Outcome outcome =
        handle(
            Work.of(message().with("t", seconds)), world.paired(), Optional.of(world.identity()));
    assertThat(outcome.changes())
        .filteredOn(Change.PutMessage.class::isInstance)
        .singleElement()
        .extracting(change -> ((Change.PutMessage) change).message())
        .extracting(StoredMessage::timestamp)
        .isEqualTo(NOW);
  }

  @Test
  void aMessageToADeviceThatIsNotPairedIsRefused() {
    Outcome outcome = handle(Work.of(message()), world.unpaired(), Optional.empty());
    assertThat(outcome.changes()).isEmpty();
    assertThat(outcome.effects()).contains(new Effect.Count("message", "malformed-unpaired"));
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, 0, Long.MAX_VALUE})
  void propertiesAreAskedForAgainWithinAWeekWhateverTheServerSays(long refresh) {
    Node answer = Node.of("iq", Node.of("props").with("refresh", refresh)).with("type", "result");
    Work<?> work = Work.of(new FetchProperties.Due()).answered(List.of(new Reply.Result(answer)));
    assertThat(handle(work, world.paired(), Optional.of(world.identity())).effects())
        .filteredOn(Effect.Schedule.class::isInstance)
        .singleElement()
        .extracting(effect -> ((Effect.Schedule) effect).delay())
        .asInstanceOf(InstanceOfAssertFactories.DURATION)
        .isBetween(Duration.ofHours(1), Duration.ofDays(7));
  }

  @Test
  void aClientThatExpiresBeyondAllTimeDoesNot() {
    Node stanza = Node.of("ib", Node.of("client_expiration").with("t", Long.MAX_VALUE));
    assertThat(handle(Work.of(stanza), world.paired(), Optional.of(world.identity())))
        .isEqualTo(Outcome.nothing());
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, Long.MAX_VALUE})
  void anAbsurdCountOfOurPreKeysIsANumber(long count) {
    Node answer = Node.of("iq", Node.of("count").with("value", count));
    assertThat(PreKeyUpload.countIn(answer).orElseThrow()).isNotNegative();
  }

  @Test
  void aMillionOfferedPreKeysAreRefusedByTheirNumber() {
    Node key = Node.of("key");
    // A list holds 65,535 at most: twenty of them pass a million.
    List<Node> lists = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      lists.add(Node.of("keys").withChildren(Collections.nCopies(65_535, key)));
    }
    byte[] frame = NodeEncoder.encode(Node.of("iq").withChildren(lists));
    assertThat(frame.length).isLessThan(1 << 24);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThatThrownBy(() -> NodeDecoder.decode(frame))
                .isInstanceOfSatisfying(
                    NodeFormatException.class,
                    e -> assertThat(e.kind()).isEqualTo(NodeFormatException.Kind.LIMIT)));
  }

  @Test
  void asManyBundlesAsAFrameHoldsAreReadInTheirTime() {
    List<Node> users = new ArrayList<>();
    for (int i = 0; i < 65_535; i++) {
      users.add(Node.of("user", Node.of("error").with("code", 404)).with("jid", i + "@lid"));
    }
    Node answer = Node.of("iq", Node.of("list").withChildren(users));
    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(PreKeyBundles.read(answer)).hasSize(65_535));
  }
}
