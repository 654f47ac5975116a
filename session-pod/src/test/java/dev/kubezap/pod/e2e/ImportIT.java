package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.baileys.BaileysPeer;
import dev.kubezap.simulator.world.Addressing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A session takes over the folder of an unmodified Baileys, without a scan, whatever had been said
 * before; needs Node.js 20 and npm.
 */
@Tag("e2e")
@Timeout(240)
class ImportIT {
  private static final String OWN = "4915110000001";
  private static final String PEER = "4915110000003";
  private static final String OTHER = "4915110000004";

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private Simulator simulator;

  @BeforeEach
  void begin() throws Exception {
    simulator = Simulator.start(SimulatorConfig.defaults());
    simulator.addAccount("+" + OWN, "Shop", false, Addressing.ANY);
    simulator.addAccount("+" + PEER, "Linus", false, Addressing.ANY);
    simulator.addAccount("+" + OTHER, "Eve", false, Addressing.ANY);
  }

  @AfterEach
  void end() {
    simulator.close();
    http.close();
  }

  @Test
  void whatBaileysWasLinkedAsIsConnectedWithoutAScan() throws Exception {
    String group;
    try (BaileysPeer before =
        BaileysPeer.start(simulator.webSocketUrl(), folder, Optional.empty())) {
      before.connect();
      simulator.scan(OWN, before.awaitQr());
      before.awaitOpen();
      before.send(PEER + "@s.whatsapp.net", "from Baileys");
      awaitOnPhone(PEER, "from Baileys");
      simulator.send(PEER, OWN, "to Baileys", true);
      before.awaitText("to Baileys");
      group = simulator.groups().create(PEER, "Garden", OWN, OTHER);
      simulator.sendToGroup(PEER, group, "to the group with Baileys");
      before.awaitText("to the group with Baileys");
      before.disconnect();
    }
    byte[] link = zip(folder.resolve("auth"));
    simulator.send(PEER, OWN, "while nobody was there", true);
    simulator.sendToGroup(PEER, group, "to the group meanwhile");
    simulator.send(OTHER, OWN, "the first of another", true);

    try (PodProcess pod = start()) {
      pod.awaitPhase("AwaitingPairing");
      JsonNode taken = pod.post("/api/v1/session/import", link);
      assertThat(taken.path("httpStatus").asInt()).as("%s", taken).isEqualTo(202);
      assertThat(taken.path("phoneNumber").asText()).isEqualTo("+" + OWN);
      assertThat(taken.path("imported").path("sessions").asInt()).isPositive();
      assertThat(taken.path("imported").path("senderKeys").asInt()).isEqualTo(1);
      pod.awaitPhase("Connected");
      for (String text :
          List.of("while nobody was there", "to the group meanwhile", "the first of another")) {
        awaitStored(pod, text);
      }

      send(pod, "+" + PEER, "from the session");
      awaitOnPhone(PEER, "from the session");
      simulator.send(PEER, OWN, "to the session", true);
      awaitStored(pod, "to the session");
      send(pod, group, "to the group from the session");
      awaitOnPhone(PEER, "to the group from the session");
      awaitOnPhone(OTHER, "to the group from the session");
      assertThat(unreadable(pod)).isEmpty();

      JsonNode again = pod.post("/api/v1/session/import", link);
      assertThat(again.path("httpStatus").asInt()).isEqualTo(409);
      assertThat(again.path("code").asText()).isEqualTo("already-linked");
      assertThat(simulator.violations().list()).isEmpty();

      pod.kill();
    }
    try (PodProcess pod = start()) {
      pod.awaitPhase("Connected");
      simulator.send(PEER, OWN, "after a kill", true);
      awaitStored(pod, "after a kill");
      assertThat(simulator.violations().list()).isEmpty();

      try (BaileysPeer back =
          BaileysPeer.start(simulator.webSocketUrl(), folder, Optional.empty())) {
        back.connect();
        back.awaitOpen();
        JsonNode session =
            Awaitility.await("the session told of the other client")
                .atMost(Duration.ofSeconds(30))
                .until(
                    () -> pod.get("/api/v1/session"),
                    json -> !json.path("phase").asText().equals("Connected"));
        assertThat(session.path("lastDisconnect").path("code").asText()).isEqualTo("replaced");
      }
    }
  }

  private PodProcess start() throws Exception {
    Path data = folder.resolve("data");
    Files.createDirectories(data);
    return PodProcess.start(
        data,
        http,
        Map.of(
            "KUBEZAP_WHATSAPP_URL", simulator.webSocketUrl(),
            "KUBEZAP_WHATSAPP_NOISE_ROOT", simulator.noiseRoot()));
  }

  private static byte[] zip(Path auth) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream archive = new ZipOutputStream(bytes);
        Stream<Path> files = Files.list(auth)) {
      for (Path file : files.toList()) {
        archive.putNextEntry(new ZipEntry("auth/" + file.getFileName()));
        archive.write(Files.readAllBytes(file));
      }
    }
    return bytes.toByteArray();
  }

  private static void send(PodProcess pod, String to, String text) throws Exception {
    JsonNode sent =
        pod.post(
            "/api/v1/messages",
            "{\"to\":\"" + to + "\",\"type\":\"text\",\"text\":\"" + text + "\"}");
    assertThat(sent.path("httpStatus").asInt()).as("%s", sent).isEqualTo(201);
  }

  private void awaitOnPhone(String phone, String text) {
    Awaitility.await(text)
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                simulator.messages(phone).stream().filter(m -> m.text().equals(text)).count() == 1);
  }

  private static void awaitStored(PodProcess pod, String text) {
    Awaitility.await(text)
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                Stream.of(pod.get("/api/v1/messages?direction=in&limit=100").path("items"))
                        .flatMap(items -> items.valueStream())
                        .filter(message -> message.path("text").asText().equals(text))
                        .count()
                    == 1);
  }

  private static List<JsonNode> unreadable(PodProcess pod) throws Exception {
    return pod.get(
            "/api/v1/messages?type=" + URLEncoder.encode("unreadable", StandardCharsets.UTF_8))
        .path("items")
        .valueStream()
        .toList();
  }
}
