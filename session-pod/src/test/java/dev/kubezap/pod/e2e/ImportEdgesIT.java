package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Links that are not taken, and the largest that is, by a process with the heap of a session in a
 * cluster (96 MB).
 */
@Tag("e2e")
@Timeout(120)
class ImportEdgesIT {
  private static final String IMPORT = "/api/v1/session/import";
  private static final String OWN = "4915110000001";
  private static final String OTHER = "4915110000002";
  private static final long MOST_BYTES = (16L << 20) - (16 << 10);
  private static final int MOST_ENTRIES = 99_999;

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private Simulator simulator;

  @BeforeEach
  void begin() throws Exception {
    simulator = Simulator.start(SimulatorConfig.defaults());
  }

  @AfterEach
  void end() {
    simulator.close();
    http.close();
  }

  @ParameterizedTest
  @EnumSource
  void theLargestLinkFitsIntoTheHeapAfterTwoThatAreRefused(LinkOfMany.Kind kind) throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    try (RestartablePostgres postgres = RestartablePostgres.start(folder.resolve("postgresql"));
        PodProcess pod =
            PodProcess.start(
                data,
                http,
                Map.of(
                    "KUBEZAP_DATABASE_URL", postgres.url(),
                    "KUBEZAP_DATABASE_USER", "postgres",
                    "KUBEZAP_PAIRING_PHONE_NUMBER", "+" + OWN,
                    "KUBEZAP_WHATSAPP_URL", simulator.webSocketUrl(),
                    "KUBEZAP_WHATSAPP_NOISE_ROOT", simulator.noiseRoot()))) {
      pod.awaitPhase("AwaitingPairing");
      refused(pod, LinkOfMany.rows(OTHER, true, kind, 1 << 20, 1), "wrong-phone-number");
      refused(pod, LinkOfMany.rows(OWN, false, kind, 1 << 20, 1), "link-not-genuine");
      pod.awaitPhase("AwaitingPairing");

      long began = System.nanoTime();
      JsonNode taken = pod.post(IMPORT, LinkOfMany.rows(OWN, true, kind, MOST_BYTES, MOST_ENTRIES));
      assertThat(taken.path("httpStatus").asInt()).as("%s\n%s", taken, pod.output()).isEqualTo(202);
      assertThat(taken.path("imported").path("skipped").asInt()).isZero();
      assertThat(pod.output()).doesNotContain("OutOfMemoryError");
      System.out.printf(
          "ImportEdgesIT, %s: %s in %d ms%n",
          kind.name().toLowerCase(Locale.ROOT),
          taken.path("imported"),
          (System.nanoTime() - began) / 1_000_000);
      assertThat(pod.get("/api/v1/session").path("phase").asText()).isNotEmpty();
    }
  }

  private static void refused(PodProcess pod, byte[] link, String code) throws Exception {
    JsonNode refusal = pod.post(IMPORT, link);
    assertThat(refusal.path("httpStatus").asInt()).as("%s", refusal).isEqualTo(422);
    assertThat(refusal.path("code").asText()).isEqualTo(code);
    assertThat(pod.get("/api/v1/session").has("phoneNumber")).isFalse();
  }
}
