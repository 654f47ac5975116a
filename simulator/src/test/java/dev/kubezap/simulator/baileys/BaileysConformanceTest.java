package dev.kubezap.simulator.baileys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.world.Addressing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An unmodified Baileys must be content with the server; needs Node.js 20 and npm. */
class BaileysConformanceTest {
  private static final String OWN = "4915110000001";
  private static final String OTHER = "4915110000002";

  @TempDir Path folder;
  private Simulator simulator;
  private BaileysPeer peer;

  @BeforeEach
  void start() throws IOException {
    simulator = Simulator.start(SimulatorConfig.defaults());
    simulator.addAccount(OWN, "Own", false, Addressing.ANY);
    simulator.addAccount(OTHER, "Other", true, Addressing.ANY);
    peer = BaileysPeer.start(simulator.webSocketUrl(), folder, Optional.empty());
  }

  @AfterEach
  void stop() {
    peer.close();
    simulator.close();
  }

  @Test
  void pairsByQrAndTalks() throws IOException {
    peer.connect();
    simulator.scan(OWN, peer.awaitQr());
    assertThat(peer.awaitOpen().get("jid").asText()).isEqualTo(OWN + ":1@s.whatsapp.net");

    peer.send(OTHER + "@s.whatsapp.net", "one");
    peer.awaitText("echo: one");
    simulator.send(OTHER, OWN, "two", true);
    peer.awaitText("two");
    simulator.send(OTHER, OWN, "three", false);
    peer.awaitText("three");
    assertThat(simulator.violations().list()).isEmpty();
  }
}
