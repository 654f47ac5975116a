package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.world.Addressing;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SessionSnapshot;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client pairs and logs in over real sockets with a server that knows nothing of its code. */
class SimulatorPairingTest {
  private static final String NUMBER = "+4915112345678";

  private Simulator simulator;

  @BeforeEach
  void start() throws IOException {
    simulator = Simulator.start(SimulatorConfig.defaults());
    simulator.addAccount(NUMBER, "Ada", false, Addressing.ANY);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void pairsByQrCodeAndLogsIn() throws Exception {
    try (LiveClient live = LiveClient.of(simulator).pair(simulator, NUMBER)) {
      SessionSnapshot connected = live.client.snapshot();
      assertThat(connected.phoneNumber()).contains(NUMBER);
      assertThat(connected.lid()).isPresent();
      assertThat(connected.connectedAt()).isPresent();
      assertThat(connected.qr()).isEmpty();
      assertThat(live.phases())
          .containsSubsequence(Phase.AWAITING_PAIRING, Phase.PAIRING, Phase.CONNECTED);
      assertThat(simulator.violations().list()).isEmpty();
    }
  }
}
