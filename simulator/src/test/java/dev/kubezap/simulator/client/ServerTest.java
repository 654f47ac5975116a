package dev.kubezap.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.fault.FaultAction;
import dev.kubezap.simulator.fault.FaultMatch;
import dev.kubezap.simulator.fault.FaultPlan;
import dev.kubezap.simulator.fault.FaultPoint;
import dev.kubezap.simulator.fault.FaultRule;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.pairing.PairingException;
import dev.kubezap.simulator.server.Settings;
import dev.kubezap.simulator.strict.Violation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as a companion sees it on the wire. */
class ServerTest {
  private static final String OWN = "4915110000001";
  private static final String OTHER = "4915110000002";

  private Simulator simulator;

  @BeforeEach
  void start() throws IOException {
    simulator = Simulator.start(SimulatorConfig.defaults());
    simulator.addAccount(OWN, "Own", false);
    simulator.addAccount(OTHER, "Other", false);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void deliversTheBacklogOnlyAsItIsPulled() {
    // The first message of a contact comes with its token.
    simulator.send(OTHER, OWN, "first", true);
    TestCompanion companion = new TestCompanion(simulator);
    companion.link(OWN);
    List<String> ids =
        IntStream.range(0, 12)
            .mapToObj(i -> simulator.send(OTHER, OWN, "waiting " + i, true))
            .toList();
    try (TestConnection connection = companion.logIn()) {
      connection.activate();
      for (int i = 0; i < 5; i++) {
        String id = ids.get(i);
        Node message = connection.await(n -> n.attribute("id").equals(id));
        assertThat(message.has("offline")).isTrue();
        connection.receipt(message);
      }
      // A live message waits behind the backlog.
      String live = simulator.send(OTHER, OWN, "live", true);
      assertThat(connection.query("ping", "get", "w:p", Node.of("ping")).attribute("type"))
          .isEqualTo("result");
      assertThat(connection.untaken()).noneMatch(n -> n.tag().equals("message"));
      connection.pull(100);
      for (String id : ids.subList(5, 12)) {
        connection.receipt(connection.await(n -> n.attribute("id").equals(id)));
      }
      Node end = connection.await(n -> n.child("offline").isPresent());
      assertThat(end.child("offline").orElseThrow().attribute("count")).isEqualTo("12");
      Node message = connection.await(n -> n.attribute("id").equals(live));
      assertThat(message.has("offline")).isFalse();
    }
    try (TestConnection again = companion.logIn()) {
      again.activate();
      again.pull(100);
      List<String> once = new ArrayList<>();
      again.await(n -> n.child("offline").isPresent());
      again.untaken().stream()
          .filter(n -> n.tag().equals("message") && !n.has("category"))
          .forEach(n -> once.add(n.attribute("id")));
      assertThat(once).hasSize(1).doesNotContainAnyElementsOf(ids);
    }
    assertThat(rules()).isEmpty();
  }

  @Test
  void aSecondLoginReplacesTheFirst() {
    TestCompanion companion = new TestCompanion(simulator);
    companion.link(OWN);
    try (TestConnection first = companion.logIn()) {
      first.await(n -> n.tag().equals("success"));
      try (TestConnection second = companion.logIn()) {
        second.await(n -> n.tag().equals("success"));
        Node error = first.await(n -> n.tag().equals("stream:error"));
        assertThat(error.child("conflict").orElseThrow().attribute("type")).isEqualTo("replaced");
        first.awaitClose();
        assertThat(second.query("p", "get", "w:p", Node.of("ping")).attribute("type"))
            .isEqualTo("result");
      }
    }
  }

  @Test
  void refusesOldVersionsAndUnknownDevices() throws IOException {
    Settings gate = Settings.defaults().withMinimumVersion(1_000_000_000);
    try (Simulator modern = Simulator.start(SimulatorConfig.defaults().with(gate));
        TestConnection old = new TestCompanion(modern).register()) {
      Node failure = old.await(n -> n.tag().equals("failure"));
      assertThat(failure.attribute("reason")).isEqualTo("405");
    }
    TestCompanion companion = new TestCompanion(simulator);
    companion.link(OWN);
    simulator.logOutCompanions(OWN);
    try (TestConnection removed = companion.logIn()) {
      assertThat(removed.await(n -> n.tag().equals("failure")).attribute("reason"))
          .isEqualTo("401");
      removed.awaitClose();
    }
  }

  @Test
  void aCompanionLogsItselfOut() {
    try (TestConnection connection = TestCompanion.linked(simulator, OWN)) {
      connection.activate();
      Node remove =
          Node.of("remove-companion-device")
              .with("jid", connection.companion.jid())
              .with("reason", "user_initiated");
      assertThat(connection.query("out", "set", "md", remove).attribute("type"))
          .isEqualTo("result");
      Node error = connection.await(n -> n.tag().equals("stream:error"));
      assertThat(error.attribute("code")).isEqualTo("401");
      assertThat(simulator.world().locked(() -> simulator.phone(OWN).account().companions()))
          .isEmpty();
    }
  }

  @Test
  void faultsHappenAtTheirPointsAndEndWithTheirScope() {
    TestCompanion companion = new TestCompanion(simulator);
    companion.link(OWN);
    FaultRule refuse =
        FaultRule.always(
            FaultPoint.LOGIN,
            FaultMatch.all(),
            new FaultAction.Failure(402, Map.of("code", "101", "expire", "60")));
    try (FaultPlan.Scope _ = simulator.fault(refuse);
        TestConnection refused = companion.logIn()) {
      Node failure = refused.await(n -> n.tag().equals("failure"));
      assertThat(failure.attribute("reason")).isEqualTo("402");
      assertThat(failure.attribute("expire")).isEqualTo("60");
    }
    try (TestConnection connection = companion.logIn()) {
      connection.activate();
      try (FaultPlan.Scope _ =
          simulator.fault(
              FaultRule.always(FaultPoint.OUT, FaultMatch.tag("iq"), new FaultAction.Split(1)))) {
        assertThat(connection.query("split", "get", "w:p", Node.of("ping")).attribute("type"))
            .isEqualTo("result");
      }
      FaultRule twice =
          FaultRule.once(
              FaultPoint.OUT, FaultMatch.tag("iq", "id", "twice"), new FaultAction.Duplicate());
      try (FaultPlan.Scope _ = simulator.fault(twice)) {
        connection.query("twice", "get", "w:p", Node.of("ping"));
        connection.await(n -> n.attribute("id").equals("twice"));
      }
      FaultRule error =
          FaultRule.once(
              FaultPoint.IN,
              FaultMatch.tag("iq", "id", "bad"),
              new FaultAction.StreamError(503, null));
      try (FaultPlan.Scope _ = simulator.fault(error)) {
        connection.send(Node.of("iq").with("id", "bad").with("type", "get").with("xmlns", "w:p"));
        assertThat(connection.await(n -> n.tag().equals("stream:error")).attribute("code"))
            .isEqualTo("503");
        connection.awaitClose();
      }
    }
  }

  @Test
  void messagesCanBeRefused() {
    try (TestConnection connection = TestCompanion.linked(simulator, OWN)) {
      connection.activate();
      FaultRule restricted =
          FaultRule.once(FaultPoint.MESSAGE, FaultMatch.all(), new FaultAction.Reject(463, null));
      try (FaultPlan.Scope _ = simulator.fault(restricted)) {
        connection.send(
            Node.of("message")
                .with("to", Jid.phoneNumber(OTHER, 0))
                .with("id", "3EB0AA")
                .with("type", "text"));
        Node ack = connection.await(n -> n.tag().equals("ack"));
        assertThat(ack.attribute("error")).isEqualTo("463");
        assertThat(ack.attribute("id")).isEqualTo("3EB0AA");
      }
      assertThat(rules()).isEmpty();
    }
  }

  @Test
  void recordsWhatIsAgainstTheProtocol() {
    try (TestConnection connection = TestCompanion.linked(simulator, OWN)) {
      connection.activate();
      connection.send(Node.of("ack").with("class", "message").with("id", "nobody"));
      connection.send(
          Node.of("ack")
              .with("class", "notification")
              .with("id", "unknown")
              .with("to", Jid.SERVER));
      connection.send(
          Node.of("receipt").with("to", Jid.phoneNumber(OTHER, 0)).with("id", "unknown"));
      connection.send(
          Node.of("message", Node.of("participants"))
              .with("to", Jid.phoneNumber(OTHER, 0))
              .with("id", "1")
              .with("type", "text"));
      connection.send(mixed());
      connection.send(Node.of("nonsense"));
      connection.query("end", "get", "w:p", Node.of("ping"));
      assertThat(rules())
          .contains(
              "ack-attributes",
              "ack-for-unknown-stanza",
              "receipt-for-unknown-stanza",
              "message-without-enc",
              "mixed-namespaces",
              "enc-form",
              "unknown-stanza");
    }
  }

  private Node mixed() {
    Jid lid = simulator.phone(OTHER).account().lidJid();
    Node enc = Node.of("enc", Bytes.of((byte) 0x33)).with("v", 2).with("type", "msg");
    return Node.of("message", Node.of("participants", Node.of("to", enc).with("jid", lid)))
        .with("to", Jid.phoneNumber(OTHER, 0))
        .with("id", "2")
        .with("type", "text");
  }

  @Test
  void anAccountMayDemandAPasskey() {
    simulator.world().locking(() -> simulator.phone(OWN).account().requirePasskey(true));
    TestCompanion companion = new TestCompanion(simulator);
    try (TestConnection connection = companion.register()) {
      Node pairDevice = connection.await(n -> n.child("pair-device").isPresent());
      assertThatThrownBy(() -> simulator.scan(OWN, companion.qr(pairDevice)))
          .isInstanceOf(PairingException.class)
          .hasMessageContaining("passkey");
      Node demand = connection.await(n -> n.tag().equals("notification"));
      assertThat(demand.attribute("type")).isEqualTo("passkey_prologue_request");
      assertThat(demand.childData("passkey_request_options").toUtf8()).contains("challenge");
    }
  }

  @Test
  void theWorldOutlivesARestart(@TempDir Path data) throws IOException {
    SimulatorConfig config = SimulatorConfig.defaults().withData(data);
    TestCompanion companion;
    String root;
    try (Simulator first = Simulator.start(config)) {
      root = first.noiseRoot();
      first.addAccount(OWN, "Own", false);
      first.addAccount(OTHER, "Other", false);
      companion = new TestCompanion(first);
      companion.link(OWN);
      first.send(OTHER, OWN, "before the restart", true);
    }
    try (Simulator second = Simulator.start(config)) {
      assertThat(second.noiseRoot()).isEqualTo(root);
      String after = second.send(OTHER, OWN, "after the restart", true);
      try (TestConnection connection = companion.at(second).logIn()) {
        connection.activate();
        connection.pull(100);
        connection.await(n -> n.child("offline").isPresent());
        assertThat(connection.untaken()).anyMatch(n -> n.attribute("id").equals(after));
        assertThat(connection.untaken().stream().filter(n -> n.has("sender_pn"))).hasSize(2);
      }
      assertThat(second.messages(OWN)).hasSize(2);
      assertThat(second.violations().list()).isEmpty();
    }
  }

  private List<String> rules() {
    return simulator.violations().list().stream().map(Violation::rule).toList();
  }
}
