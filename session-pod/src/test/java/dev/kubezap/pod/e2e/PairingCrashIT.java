package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.world.Device;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A session's process is killed while it starts for the first time and while it is linked, at
 * seeded points: 3 times, and 60 times with {@code -Dkubezap.full=true}. Started again it goes on
 * or asks anew, and the phone has one linked device in the end.
 */
@Tag("e2e")
@Timeout(1800)
class PairingCrashIT {
  private static final boolean FULL = Boolean.getBoolean("kubezap.full");
  private static final long SEED =
      Long.getLong("kubezap.seed", ThreadLocalRandom.current().nextInt());
  private static final int START_MILLIS = 4_000;
  private static final int LINK_MILLIS = 600;
  private static final int STARTED_MILLIS = 1_500;

  @TempDir private Path folder;
  private final Random random = new Random(SEED);

  @Test
  void startsAfterAKillInItsFirstStart() throws Exception {
    System.out.println("PairingCrashIT: -Dkubezap.seed=" + SEED);
    try (Stage stage = new Stage(folder.resolve("stage"))) {
      for (int i = 0; i < (FULL ? 20 : 1); i++) {
        Path data = folder.resolve("alone-" + i);
        // With a PostgreSQL of its own: its making is what can be left half done.
        Map<String, String> variables =
            Map.of(
                "KUBEZAP_WHATSAPP_URL", stage.simulator().webSocketUrl(),
                "KUBEZAP_WHATSAPP_NOISE_ROOT", stage.simulator().noiseRoot());
        Duration after = Duration.ofMillis(random.nextInt(START_MILLIS));
        PodProcess.startAndKill(data, variables, after);
        try (PodProcess pod = PodProcess.start(data, stage.http(), variables)) {
          assertThat(pod.awaitPhase("AwaitingPairing").path("qr").path("text").asText())
              .as("killed after %s", after)
              .isNotEmpty();
        }
      }
    }
  }

  @Test
  void linksOneDeviceHoweverOftenItIsKilled() throws Exception {
    System.out.println("PairingCrashIT: -Dkubezap.seed=" + SEED);
    try (Stage stage = new Stage(folder)) {
      stage.pod().start();
      for (int i = 0; i < (FULL ? 40 : 2); i++) {
        boolean byCode = i % 2 == 1;
        String where = "round " + i + (byCode ? " by code" : " by QR");
        stage.pod().process().awaitPhase("AwaitingPairing");
        linkInBackground(stage, byCode);
        stage
            .steps()
            .await(
                new KillPoint(Integer.MAX_VALUE, Duration.ofMillis(random.nextInt(LINK_MILLIS))));
        stage.pod().kill();
        if (i % 2 == 1) {
          stage.pod().startAndKill(Duration.ofMillis(random.nextInt(STARTED_MILLIS)));
        }
        stage.pod().start();
        finish(stage, byCode);
        assertOneDevice(stage, where);
        stage.pod().process().post("/api/v1/session/logout", "{}");
        stage.pod().process().awaitPhase("LoggedOut");
        assertThat(devices(stage.simulator())).as(where).isEmpty();
        stage.pod().process().post("/api/v1/session/reconnect", "{}");
      }
      assertThat(stage.simulator().violations().list()).isEmpty();
    }
  }

  /** The phone does its part; it may be cut off, and then gives up at some time. */
  private static void linkInBackground(Stage stage, boolean byCode) throws Exception {
    String shown = byCode ? code(stage) : qr(stage);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                link(stage, byCode, shown);
              } catch (RuntimeException e) {
                System.out.println("PairingCrashIT: the phone says " + e.getMessage());
              }
            });
  }

  private static void link(Stage stage, boolean byCode, String shown) {
    if (byCode) {
      stage.simulator().enterCode(Stage.OWN, shown);
    } else {
      stage.simulator().scan(Stage.OWN, shown);
    }
  }

  /** It is connected by what was done before, or is linked by what it shows now. */
  private static void finish(Stage stage, boolean byCode) throws Exception {
    String phase =
        Awaitility.await("connected, or asking again")
            .atMost(Duration.ofSeconds(60))
            .pollInterval(Duration.ofMillis(50))
            .until(
                () -> stage.pod().process().get("/api/v1/session").path("phase").asText(),
                List.of("Connected", "AwaitingPairing")::contains);
    if (phase.equals("AwaitingPairing")) {
      assertThat(devices(stage.simulator())).as("linked without knowing it").isEmpty();
      link(stage, byCode, byCode ? code(stage) : qr(stage));
      stage.pod().process().awaitPhase("Connected");
    }
  }

  private static String qr(Stage stage) {
    return Awaitility.await("a QR code")
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> stage.pod().process().get("/api/v1/session").path("qr").path("text").asText(),
            text -> !text.isEmpty());
  }

  private static String code(Stage stage) throws Exception {
    JsonNode answer =
        stage
            .pod()
            .process()
            .post("/api/v1/session/pairing-code", "{\"phoneNumber\":\"+" + Stage.OWN + "\"}");
    assertThat(answer.path("httpStatus").asInt()).as("%s", answer).isEqualTo(201);
    return answer.path("code").asText();
  }

  private static void assertOneDevice(Stage stage, String where) throws Exception {
    List<Device> devices = devices(stage.simulator());
    assertThat(devices).as(where).hasSize(1);
    assertThat(stage.pod().process().get("/api/v1/session").path("jid").asText())
        .as(where)
        .isEqualTo(devices.getFirst().phoneNumberJid().toString());
    JsonNode sent =
        stage
            .pod()
            .process()
            .post(
                "/api/v1/messages?wait=delivered",
                "{\"to\":\"+" + Stage.PHONES.getFirst() + "\",\"type\":\"text\",\"text\":\"hi\"}");
    assertThat(sent.path("status").asText()).as("%s: %s", where, sent).isEqualTo("delivered");
  }

  private static List<Device> devices(Simulator simulator) {
    return simulator
        .world()
        .locked(() -> simulator.phone(Stage.OWN).account().companions().stream().toList());
  }
}
