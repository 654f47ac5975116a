package dev.kubezap.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.fault.FaultAction;
import dev.kubezap.simulator.fault.FaultMatch;
import dev.kubezap.simulator.fault.FaultPlan;
import dev.kubezap.simulator.fault.FaultPoint;
import dev.kubezap.simulator.fault.FaultRule;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.world.Addressing;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the server answers a companion's message. */
class MessageAnswersTest {
  private static final String OWN = "4915110000001";
  private static final String OTHER = "4915110000002";

  private Simulator simulator;

  @BeforeEach
  void start() throws IOException {
    simulator = Simulator.start(SimulatorConfig.defaults());
  }

  @AfterEach
  void stop() {
    assertThat(simulator.violations().list()).isEmpty();
    simulator.close();
  }

  private TestConnection online(Addressing own, Addressing other) {
    simulator.addAccount(OWN, "Own", false, own);
    simulator.addAccount(OTHER, "Other", false, other);
    TestConnection connection = TestCompanion.linked(simulator, OWN);
    connection.activate();
    return connection;
  }

  private Jid jid(String number, boolean lid) {
    return lid
        ? simulator.phone(number).account().lidJid()
        : simulator.phone(number).account().phoneNumberJid();
  }

  private Node send(TestConnection connection, String id, boolean lid, String... numbers) {
    List<Jid> devices = List.of(numbers).stream().map(number -> jid(number, lid)).toList();
    connection.send(connection.message(id, jid(OTHER, lid), devices));
    return connection.await(n -> n.tag().equals("ack") && n.attribute("id").equals(id));
  }

  @ParameterizedTest
  @CsvSource({
    "ANY, ANY, lid, ''",
    "ANY, ANY, pn, ''",
    "LID, ANY, lid, ''",
    "LID, ANY, pn, 400",
    "ANY, LID, lid, ''",
    "ANY, LID, pn, 400",
    "PHONE_NUMBER, ANY, pn, ''",
    "PHONE_NUMBER, ANY, lid, 400",
    "ANY, PHONE_NUMBER, pn, ''",
    "ANY, PHONE_NUMBER, lid, 400"
  })
  void accountsTakeTheAddressesOfTheirMode(
      Addressing own, Addressing other, String form, String error) {
    try (TestConnection connection = online(own, other)) {
      Node ack = send(connection, "3EB001", form.equals("lid"), OTHER, OWN);
      assertThat(ack.attribute("error")).isEqualTo(error);
      assertThat(ack.attribute("class")).isEqualTo("message");
      assertThat(ack.attribute("from")).isEqualTo(jid(OTHER, form.equals("lid")).toString());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aMissedDeviceShowsInTheHash(boolean lid) {
    try (TestConnection connection = online(Addressing.ANY, Addressing.ANY)) {
      assertThat(send(connection, "3EB001", lid, OTHER, OWN).has("phash")).isFalse();
      Node ack = send(connection, "3EB002", lid, OTHER);
      assertThat(ack.attribute("phash")).startsWith("2:").hasSize(10);
      assertThat(ack.has("error")).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 405, 421, 429, 463, 473, 475, 479, 500, 503})
  void refusalsCarryTheirCodeAndWhatElseIsSaid(int code) {
    FaultRule refuse =
        FaultRule.once(
            FaultPoint.MESSAGE,
            FaultMatch.all(),
            new FaultAction.Reject(code, Map.of("refresh_lid", "true")));
    try (TestConnection connection = online(Addressing.ANY, Addressing.ANY);
        FaultPlan.Scope _ = simulator.fault(refuse)) {
      Node ack = send(connection, "3EB001", true, OTHER, OWN);
      assertThat(ack.attribute("error")).isEqualTo(Integer.toString(code));
      assertThat(ack.attribute("refresh_lid")).isEqualTo("true");
      assertThat(simulator.server().accepted().find(OWN, "3EB001")).isEmpty();
    }
  }

  @Test
  void aTakenMessageMayAskForTheLidAnew() {
    FaultRule stale =
        FaultRule.once(
            FaultPoint.MESSAGE,
            FaultMatch.all(),
            new FaultAction.Reject(0, Map.of("refresh_lid", "true")));
    try (TestConnection connection = online(Addressing.ANY, Addressing.ANY);
        FaultPlan.Scope _ = simulator.fault(stale)) {
      Node ack = send(connection, "3EB001", true, OTHER, OWN);
      assertThat(ack.attribute("refresh_lid")).isEqualTo("true");
      assertThat(ack.has("error")).isFalse();
      // Under the lock: the acknowledgement leaves before the message is entered.
      assertThat(simulator.world().locked(() -> simulator.server().accepted().find(OWN, "3EB001")))
          .isPresent();
    }
  }
}
