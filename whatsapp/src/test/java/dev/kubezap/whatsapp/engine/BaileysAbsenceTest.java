package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.baileys.BaileysPeer;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.conformance.Capability;
import dev.kubezap.whatsapp.conformance.Conformance;
import dev.kubezap.whatsapp.conformance.Direction;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.step.Decisions;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryIdentityStore;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.store.RecordKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of this client and an unmodified Baileys is away, or has lost what opens messages. */
@Tag("slow")
class BaileysAbsenceTest {
  private static final String OURS = "+4915112345678";
  private static final String THEIRS = "+4915187654321";
  private static final String OUR_JID = "4915112345678@s.whatsapp.net";
  private static final Jid THEIR_JID = Jid.phoneNumber("4915187654321");
  private static final List<String> QUEUED =
      IntStream.range(0, 40).mapToObj(i -> "queued " + i).toList();

  @TempDir private Path folder;
  private final MemoryStore store = new MemoryStore();
  private final MemoryIdentityStore identities = new MemoryIdentityStore();
  private Simulator simulator;
  private BaileysPeer peer;
  private LiveClient live;

  @BeforeEach
  void talk() throws Exception {
    simulator = Simulator.start(SimulatorConfig.defaults());
    simulator.addAccount(OURS, "Ada", false);
    simulator.addAccount(THEIRS, "Bob", false);
    peer = BaileysPeer.start(simulator.webSocketUrl(), folder, Optional.empty());
    live = LiveClient.of(simulator, store, identities).pair(simulator, OURS);
    peer.connect();
    simulator.scan(THEIRS, peer.awaitQr());
    peer.awaitOpen();
    send("hello");
    peer.awaitText("hello");
    peer.send(OUR_JID, "hello yourself");
    live.awaitUntil(() -> received().equals(List.of("hello yourself")));
  }

  @AfterEach
  void close() {
    assertThat(simulator.violations().list()).isEmpty();
    live.close();
    peer.close();
    simulator.close();
  }

  private void send(String text) throws Exception {
    SendResult result = live.client.send(Texts.to(THEIR_JID, text)).get(20, TimeUnit.SECONDS);
    assertThat(result).isInstanceOf(SendResult.Accepted.class);
  }

  /** What came, in its order. */
  private List<String> received() {
    return store.messages().stream()
        .filter(message -> !message.fromMe())
        .map(BaileysAbsenceTest::text)
        .toList();
  }

  private static String text(StoredMessage message) {
    return message.content() instanceof TextContent said ? said.text() : message.type();
  }

  @Test
  @Conformance(value = Capability.OFFLINE, in = Direction.BAILEYS_TO_OURS)
  void readsInOrderWhatBaileysSentMeanwhile() throws Exception {
    live.close();
    for (String text : QUEUED) {
      peer.send(OUR_JID, text);
    }
    live = LiveClient.of(simulator, store, identities);
    live.client.start();
    live.awaitUntil(() -> received().size() == 1 + QUEUED.size());
    assertThat(received().subList(1, received().size())).isEqualTo(QUEUED);
  }

  @Test
  @Conformance(value = Capability.OFFLINE, in = Direction.OURS_TO_BAILEYS)
  void baileysReadsWhatWasSentMeanwhile() throws Exception {
    peer.disconnect();
    for (String text : QUEUED) {
      send(text);
    }
    peer.connect();
    peer.awaitOpen();
    for (String text : QUEUED) {
      peer.awaitText(text);
    }
  }

  @Test
  @Conformance(value = Capability.RETRY, in = Direction.OURS_TO_BAILEYS)
  void answersWhenBaileysAsksAgain() throws Exception {
    peer.disconnect();
    forgetSessions();
    peer.connect();
    peer.awaitOpen();
    send("can you read this?");
    peer.awaitText("can you read this?");
    // It was asked for, and is counted.
    assertThat(store.records("retry")).isNotEmpty();
  }

  private void forgetSessions() throws IOException {
    List<Path> sessions;
    try (Stream<Path> files = Files.list(folder.resolve("auth"))) {
      sessions =
          files.filter(file -> file.getFileName().toString().startsWith("session-")).toList();
    }
    assertThat(sessions).isNotEmpty();
    for (Path session : sessions) {
      Files.delete(session);
    }
  }

  @Test
  @Conformance(value = Capability.RETRY, in = Direction.BAILEYS_TO_OURS)
  void asksBaileysAgain() throws Exception {
    live.close();
    for (String session : store.records("signal-session")) {
      Decisions.store(store, new Change.Remove(new Session(session)));
    }
    live = LiveClient.of(simulator, store, identities);
    live.client.start();
    live.awaitPhase(Phase.CONNECTED);
    peer.send(OUR_JID, "can you read that?");
    live.awaitUntil(() -> received().contains("can you read that?"));
    assertThat(received()).hasSize(2);
    assertThat(store.records("signal-session")).isNotEmpty();
  }

  /** Any session, by its name alone. */
  private record Session(String name) implements RecordKey<ByteString> {
    @Override
    public String kind() {
      return "signal-session";
    }

    @Override
    public ByteString encode(ByteString value) {
      return value;
    }

    @Override
    public ByteString decode(ByteString encoded) {
      return encoded;
    }
  }
}
