package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.fault.FaultAction;
import dev.kubezap.simulator.fault.FaultMatch;
import dev.kubezap.simulator.fault.FaultPoint;
import dev.kubezap.simulator.fault.FaultRule;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kubectl zap import} at a pod's own API by the machine's bash, tar and curl; of kubectl
 * stands in what reads the key and forwards the port.
 */
@Tag("e2e")
@Timeout(120)
class ImportPluginIT {
  private static final String OWN = "4915110000001";
  private static final String PLUGIN =
      Path.of("../kubectl/kubectl-zap").toAbsolutePath().normalize().toString();

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private Simulator simulator;
  private PodProcess pod;

  @BeforeEach
  void begin() throws Exception {
    simulator = Simulator.start(SimulatorConfig.defaults());
    pod =
        PodProcess.start(
            Files.createDirectories(folder.resolve("data")),
            http,
            Map.of(
                "KUBEZAP_WHATSAPP_URL", simulator.webSocketUrl(),
                "KUBEZAP_WHATSAPP_NOISE_ROOT", simulator.noiseRoot()));
    pod.awaitPhase("AwaitingPairing");
    // Nobody here knows the device that is made up for the test; so the link stays untried.
    var _ =
        simulator.fault(
            FaultRule.always(
                FaultPoint.LOGIN, FaultMatch.all(), new FaultAction.Failure(503, null)));
    String key = Base64.getEncoder().encodeToString(pod.apiKey().getBytes(StandardCharsets.UTF_8));
    Path kubectl = Files.createDirectories(folder.resolve("bin")).resolve("kubectl");
    Files.writeString(
        kubectl,
        """
        #!/usr/bin/env bash
        case "$*" in
          *'get secret was-support.api-key '*) echo '%s' ;;
          *'get was/support --ignore-not-found '*) echo whatsappsession.kubezap.dev/support ;;
          *port-forward*) echo 'Forwarding from 127.0.0.1:%d -> 8080'; exec sleep 60 ;;
          *) exit 1 ;;
        esac
        """
            .formatted(key, pod.port()));
    Files.setPosixFilePermissions(kubectl, PosixFilePermissions.fromString("rwx------"));
  }

  @AfterEach
  void end() throws Exception {
    pod.close();
    simulator.close();
    http.close();
  }

  @Test
  void takesTheFolderAndSaysWhatItLeftOut() throws Exception {
    Path auth = auth();

    Ended refused = inTerminal(auth, "no");
    assertThat(refused.out()).contains("two clients of one device push each other out");
    assertThat(refused.out()).contains("nothing was imported");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(pod.get("/api/v1/session").has("phoneNumber")).isFalse();

    Ended taken = inTerminal(auth, "yes");
    assertThat(taken.code()).as(taken.out()).isZero();
    assertThat(taken.out().lines())
        .contains(
            "taken over: 3 prekeys, 0 sessions, 0 sender keys, 0 app state keys, 0 LIDs, 0 privacy"
                + " tokens",
            "left out: 2, which the session does without",
            "  pre-key-99 (too-long)",
            "  session-4915200000009.0 (damaged)")
        .anyMatch(line -> line.endsWith("support is linked as +" + OWN + " now, without a scan"))
        .anyMatch(line -> line.contains("must stay stopped"));
    assertThat(taken.out()).doesNotContain(pod.apiKey());
    Awaitility.await("the session knows its number")
        .atMost(Duration.ofSeconds(30))
        .until(() -> pod.get("/api/v1/session").path("phoneNumber").asText(), ("+" + OWN)::equals);

    Ended again = zap(List.of("import", "support", "--from", auth.toString(), "--yes"), "");
    assertThat(again.out()).contains("support is linked already: kubectl zap logout support");
    assertThat(again.code()).isEqualTo(1);
  }

  @Test
  void takesRowsFromStandardInputUpToALimit() throws Exception {
    List<String> words = List.of("import", "support", "--from", "-", "--yes");
    Ended large = zap(words, " ".repeat((32 << 20) + 1));
    assertThat(large.out()).contains("kubectl zap: it is too large: ");
    assertThat(large.code()).isEqualTo(1);

    Ended strange = zap(words, "[{\"id\":\"creds\",\"value\":{}}]");
    assertThat(strange.out()).contains("support does not take it (link-");
    assertThat(strange.code()).isEqualTo(1);

    Ended taken = zap(words, rows());
    assertThat(taken.out()).contains("support is linked as +" + OWN).contains("3 prekeys");
    assertThat(taken.code()).isZero();
  }

  private static String rows() {
    return new String(
        LinkOfMany.rows(OWN, true, LinkOfMany.Kind.PRE_KEYS, 1 << 20, 3), StandardCharsets.UTF_8);
  }

  /** A folder as Baileys writes it, in which one file is a link, as in a mounted Secret. */
  private Path auth() throws IOException {
    Path auth = Files.createDirectories(folder.resolve("the auth"));
    JsonMapper json = JsonMapper.builder().build();
    for (String row : rows().lines().toList()) {
      JsonNode entry = json.readTree(row);
      Files.writeString(
          auth.resolve(entry.path("id").asText() + ".json"), entry.path("value").toString());
    }
    Path elsewhere = folder.resolve("elsewhere");
    Files.move(auth.resolve("pre-key-2.json"), elsewhere);
    Files.createSymbolicLink(auth.resolve("pre-key-2.json"), elsewhere);
    Files.writeString(auth.resolve("session-4915200000009.0.json"), "nonsense");
    Files.writeString(auth.resolve("pre-key-99.json"), "\"" + "x".repeat(2 << 20) + "\"");
    Files.writeString(auth.resolve("baileys_store.txt"), "not of the link");
    return auth;
  }

  /** What it wrote, errors among it. */
  private record Ended(int code, String out) {}

  /** Answers at a terminal, which is what the plugin asks at. */
  private Ended inTerminal(Path auth, String answer) throws Exception {
    String command = "bash '%s' import support --from '%s'".formatted(PLUGIN, auth);
    return run(List.of("script", "-qec", command, "/dev/null"), answer + "\n");
  }

  private Ended zap(List<String> words, String input) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", PLUGIN));
    command.addAll(words);
    return run(command, input);
  }

  private Ended run(List<String> command, String input) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command);
    Path bin = folder.resolve("bin");
    builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    Path in = Files.writeString(folder.resolve("in"), input);
    Path out = folder.resolve("out");
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), Files.readString(out).replace("\r", ""));
  }
}
