package dev.kubezap.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.context.Ends;
import dev.kubezap.simulator.fault.FaultAction;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.server.Connection;
import dev.kubezap.simulator.server.Settings;
import dev.kubezap.simulator.world.Device;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the server asks of a companion by itself, as the companion sees it. */
class DemandsTest {
  private static final String OWN = "4915110000001";

  private Simulator simulator;

  @BeforeEach
  void start() throws IOException {
    simulator = Simulator.start(SimulatorConfig.defaults());
    simulator.addAccount(OWN, "Own", false);
  }

  @AfterEach
  void stop() {
    assertThat(simulator.violations().list()).isEmpty();
    simulator.close();
  }

  private Connection present() {
    return simulator.connections().getLast();
  }

  private static Node notification(TestConnection connection, String type) {
    return connection.await(
        n -> n.tag().equals("notification") && n.attribute("type").equals(type));
  }

  @Test
  void theQrSecretIsUsedUp() {
    TestCompanion companion = new TestCompanion(simulator);
    try (TestConnection connection = companion.register()) {
      Node pairDevice = connection.await(n -> n.child("pair-device").isPresent());
      connection.send(TestCompanion.answer(pairDevice));
      String old = companion.qr(pairDevice);
      simulator.demands().refreshRegistration(present());
      Node demand = notification(connection, "companion_reg_refresh");
      assertThat(demand.child("companion_reg_refresh")).isPresent();
      assertThat(demand.jid("from")).contains(Jid.SERVER);
      connection.acknowledge(demand);

      companion.renewSecret();
      assertThat(companion.qr(pairDevice)).isNotEqualTo(old);
      // A phone that scanned the old code signs with a secret that the companion has given up.
      CompletableFuture<Device> scan =
          CompletableFuture.supplyAsync(() -> simulator.scan(OWN, old));
      Node success = connection.await(n -> n.child("pair-success").isPresent());
      assertThatThrownBy(() -> companion.sign(success)).hasMessageContaining("HMAC");
      connection.send(
          TestCompanion.answer(success)
              .with("type", "error")
              .plus(Node.of("error").with("code", 401).with("text", "hmac-mismatch")));
      assertThatThrownBy(scan::join).hasMessageContaining("refused");

      assertThat(companion.complete(connection, OWN, companion.qr(pairDevice)).id()).isPositive();
    }
  }

  /** As the service does: a client that is still handling the stanza sees no broken connection. */
  @Test
  void afterAStreamErrorTheClientCloses() {
    try (TestConnection connection = TestCompanion.linked(simulator, OWN)) {
      connection.activate();
      long begun = System.nanoTime();
      simulator.demands().end(present(), Ends.streamError(new FaultAction.StreamError(515, null)));
      connection.await(n -> n.tag().equals("stream:error"));
      connection.awaitClose();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void theBuildWillBeRefused() {
    try (TestConnection connection = TestCompanion.linked(simulator, OWN)) {
      connection.activate();
      simulator.demands().expire(present(), Instant.ofEpochSecond(1_800_000_000));
      Node demand = connection.await(n -> n.child("client_expiration").isPresent());
      assertThat(demand.tag()).isEqualTo("ib");
      assertThat(demand.child("client_expiration").orElseThrow().attribute("t"))
          .isEqualTo("1800000000");
    }
  }

  @Test
  void fewPreKeysAreLeftUntilThatIsAcknowledged() {
    TestCompanion companion = new TestCompanion(simulator);
    Device device = companion.link(OWN);
    try (TestConnection connection = companion.logIn()) {
      connection.activate();
      simulator.demands().preKeysLow(device, 3);
      connection.pull(100);
      Node first = notification(connection, "encrypt");
      assertThat(first.child("count").orElseThrow().attribute("value")).isEqualTo("3");
    }
    try (TestConnection again = companion.logIn()) {
      again.activate();
      again.pull(100);
      Node repeated = notification(again, "encrypt");
      assertThat(repeated.has("offline")).isTrue();
      again.acknowledge(repeated);
      assertThat(again.query("p", "get", "w:p", Node.of("ping")).attribute("type"))
          .isEqualTo("result");
    }
    try (TestConnection done = companion.logIn()) {
      done.activate();
      done.pull(100);
      done.await(n -> n.child("offline").isPresent());
      assertThat(done.untaken()).noneMatch(n -> n.attribute("type").equals("encrypt"));
    }
  }

  @Test
  void hostedCompanionsAreSignedAsSuch() throws IOException {
    Settings hosted = Settings.defaults().withHostedDevices(true);
    try (Simulator hosting = Simulator.start(SimulatorConfig.defaults().with(hosted))) {
      hosting.addAccount(OWN, "Own", false);
      TestCompanion companion = new TestCompanion(hosting);
      assertThat(companion.link(OWN).id()).isPositive();
      assertThat(companion.isHosted()).isTrue();
      assertThat(hosting.violations().list()).isEmpty();
    }
    TestCompanion usual = new TestCompanion(simulator);
    usual.link(OWN);
    assertThat(usual.isHosted()).isFalse();
  }

  @Test
  void aPasskeyIsDemandedAndItsOptionsGivenAgain() {
    try (TestConnection connection = new TestCompanion(simulator).register()) {
      connection.await(n -> n.child("pair-device").isPresent());
      simulator.demands().passkey(present());
      Node demand = notification(connection, "passkey_prologue_request");
      assertThat(demand.childData("passkey_request_options").toUtf8())
          .contains("\"challenge\"", "\"rpId\":\"whatsapp.com\"");
      connection.acknowledge(demand);
      Node again = connection.query("o", "get", "md", Node.of("passkey_request_options"));
      assertThat(again.childData("passkey_request_options").toUtf8()).contains("\"challenge\"");
    }
  }
}
