package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.pairing.PairingException;
import dev.kubezap.simulator.server.Settings;
import dev.kubezap.simulator.world.Addressing;
import dev.kubezap.whatsapp.PairingCodeResult;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.store.MemoryIdentityStore;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The client pairs over real sockets with a server that knows nothing of its code. */
@Tag("slow")
class SimulatorPairingTest {
  private static final String NUMBER = "+4915112345678";
  private static final String OTHER = "+4915187654321";

  private Simulator simulator;

  @BeforeEach
  void start() throws IOException {
    simulator = Simulator.start(SimulatorConfig.defaults());
    simulator.addAccount(NUMBER, "Ada", false, Addressing.ANY);
    simulator.addAccount(OTHER, "Bob", false, Addressing.ANY);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  private LiveClient restrictedTo(String number) {
    return new LiveClient(
        simulator,
        new MemoryStore(),
        new MemoryIdentityStore(),
        Optional.of(number),
        Optional.empty());
  }

  @Test
  void pairsByQrCodeAndLogsIn() {
    try (LiveClient live = LiveClient.of(simulator).pair(simulator, NUMBER)) {
      SessionSnapshot connected = live.client.snapshot();
      assertThat(connected.phoneNumber()).contains(NUMBER);
      assertThat(connected.lid()).isPresent();
      assertThat(connected.pushName()).contains("Ada");
      assertThat(connected.connectedAt()).isPresent();
      assertThat(connected.qr()).isEmpty();
      assertThat(live.phases())
          .containsSubsequence(Phase.AWAITING_PAIRING, Phase.PAIRING, Phase.CONNECTED);
      assertThat(simulator.violations().list()).isEmpty();
    }
  }

  @Test
  void pairsHostedDevices() throws IOException {
    try (Simulator hosting =
            Simulator.start(
                SimulatorConfig.defaults().with(Settings.defaults().withHostedDevices(true)));
        LiveClient live = LiveClient.of(hosting)) {
      hosting.addAccount(NUMBER, "Ada", false, Addressing.ANY);
      live.pair(hosting, NUMBER);
      assertThat(hosting.violations().list()).isEmpty();
    }
  }

  @Test
  void pairsByCodeThatWasAskedFor() throws Exception {
    try (LiveClient live = LiveClient.of(simulator)) {
      live.client.start();
      live.await(snapshot -> snapshot.qr().isPresent());
      PairingCodeResult result = live.client.requestPairingCode(NUMBER).get(20, TimeUnit.SECONDS);
      assertThat(result).isInstanceOf(PairingCodeResult.Issued.class);
      String code = ((PairingCodeResult.Issued) result).code().code();
      assertThat(code).matches("[1-9A-Z]{4}-[1-9A-Z]{4}");
      assertThat(live.client.snapshot().pairingCode()).isPresent();
      simulator.enterCode(NUMBER, code);
      live.awaitPhase(Phase.CONNECTED);
      assertThat(live.client.requestPairingCode(NUMBER).get(20, TimeUnit.SECONDS))
          .isEqualTo(new PairingCodeResult.AlreadyPaired());
      assertThat(simulator.violations().list()).isEmpty();
    }
  }

  @Test
  void asksForACodeByItselfWhenANumberIsConfigured() {
    try (LiveClient live = restrictedTo(NUMBER)) {
      live.client.start();
      SessionSnapshot shown = live.await(snapshot -> snapshot.pairingCode().isPresent());
      assertThat(shown.qr()).isEmpty();
      simulator.enterCode(NUMBER, shown.pairingCode().orElseThrow().code());
      assertThat(live.awaitPhase(Phase.CONNECTED).phoneNumber()).contains(NUMBER);
      assertThat(simulator.violations().list()).isEmpty();
    }
  }

  @Test
  void refusesAnotherNumberThanTheConfiguredOne() throws Exception {
    try (LiveClient live = restrictedTo(NUMBER)) {
      live.client.start();
      SessionSnapshot shown = live.await(snapshot -> snapshot.pairingCode().isPresent());
      assertThat(live.client.requestPairingCode(OTHER).get(20, TimeUnit.SECONDS))
          .isInstanceOf(PairingCodeResult.Refused.class);
      String code = shown.pairingCode().orElseThrow().code();
      assertThatThrownBy(() -> simulator.enterCode(OTHER, code))
          .isInstanceOf(PairingException.class);
      assertThat(live.client.snapshot().phoneNumber()).isEmpty();
    }
  }

  @Test
  void saysWhatIsWrongWithANumber() throws Exception {
    try (LiveClient live = LiveClient.of(simulator)) {
      live.client.start();
      live.await(snapshot -> snapshot.qr().isPresent());
      PairingCodeResult result =
          live.client.requestPairingCode("0151 2345").get(20, TimeUnit.SECONDS);
      assertThat(result)
          .isEqualTo(
              new PairingCodeResult.Refused(
                  0, "Give the number in international form, such as +4915112345678."));
    }
  }
}
