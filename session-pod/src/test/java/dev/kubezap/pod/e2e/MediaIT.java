package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.ByteString;
import dev.kubezap.pod.picture.PictureFixture;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.media.PhoneFile;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.whatsapp.content.Contents;
import dev.kubezap.whatsapp.content.ImageContent;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A session sends and receives files, small and large, in a small heap. */
@Tag("e2e")
@Timeout(240)
class MediaIT {
  private static final String OWN = "4915110000001";
  private static final String PEER = "4915110000003";
  private static final int LARGE = 100 << 20;
  private static final byte[] PNG =
      HexFormat.of().parseHex("89504e470d0a1a0a0000000d4948445200000003000000020802000000");

  @TempDir private Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private Simulator simulator;

  @BeforeEach
  void begin() throws Exception {
    simulator = Simulator.start(SimulatorConfig.defaults());
    simulator.addAccount(OWN, "Shop", false);
    simulator.addAccount(PEER, "Linus", false);
  }

  @AfterEach
  void end() {
    simulator.close();
    http.close();
  }

  private PodProcess start() throws Exception {
    return start(Map.of());
  }

  private PodProcess start(Map<String, String> more) throws Exception {
    Path data = folder.resolve("data");
    Files.createDirectories(data);
    Map<String, String> variables = new HashMap<>(more);
    variables.put("KUBEZAP_WHATSAPP_URL", simulator.webSocketUrl());
    variables.put("KUBEZAP_WHATSAPP_NOISE_ROOT", simulator.noiseRoot());
    return PodProcess.start(data, http, variables);
  }

  private void pair(PodProcess pod) throws Exception {
    pod.awaitPhase("AwaitingPairing");
    JsonNode qr =
        Awaitility.await("a QR code")
            .atMost(Duration.ofSeconds(20))
            .until(() -> pod.get("/api/v1/session/qr"), json -> json.has("text"));
    simulator.scan(OWN, qr.path("text").asText());
    pod.awaitPhase("Connected");
  }

  private PhoneMessage onPhone(String stanzaId) {
    return Awaitility.await("the message on the phone")
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                simulator.messages(PEER).stream()
                    .filter(message -> message.id().equals(stanzaId))
                    .toList(),
            found -> !found.isEmpty())
        .getFirst();
  }

  @Test
  void filesGoBothWaysAndSurviveAKill() throws Exception {
    String received;
    try (PodProcess pod = start()) {
      pair(pod);
      JsonNode sent =
          pod.post(
              "/api/v1/messages",
              "{\"to\":\"+"
                  + PEER
                  + "\",\"type\":\"image\",\"caption\":\"pier\",\"media\":{\"data\":\""
                  + Base64.getEncoder().encodeToString(PNG)
                  + "\"}}");
      assertThat(sent.path("httpStatus").asInt()).as("%s", sent).isEqualTo(201);
      PhoneFile onPhone = simulator.file(onPhone(sent.path("stanzaId").asText()));
      assertThat(onPhone.bytes()).isEqualTo(Bytes.of(PNG));
      assertThat(onPhone.caption()).isEqualTo("pier");
      JsonNode media = pod.get("/api/v1/messages/" + sent.path("id").asText()).path("media");
      assertThat(media.path("width").asInt()).isEqualTo(3);
      assertThat(pod.bytes(media.path("url").asText())).isEqualTo(PNG);

      String id = simulator.send(PEER, OWN, PhoneFile.image(Bytes.of(PNG), "back"), true);
      received =
          Awaitility.await("the message of the phone")
              .atMost(Duration.ofSeconds(30))
              .until(
                  () -> pod.get("/api/v1/messages?stanzaId=" + id).path("items").path(0),
                  message -> message.has("media"))
              .path("media")
              .path("url")
              .asText();
      assertThat(pod.bytes(received)).isEqualTo(PNG);
      Files.writeString(folder.resolve("data/media/work/left"), "of a process that was killed");
      pod.kill();
    }
    simulator.close();
    try (PodProcess pod = start()) {
      // It serves before its database has recovered from the kill.
      Awaitility.await("the messages")
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> pod.get("/api/v1/messages").path("httpStatus").asInt(),
              status -> status == 200);
      assertThat(pod.bytes(received)).as("kept").isEqualTo(PNG);
      try (Stream<Path> work = Files.list(folder.resolve("data/media/work"))) {
        assertThat(work).isEmpty();
      }
    }
    assertThat(simulator.violations().list()).isEmpty();
  }

  private static List<JsonNode> mediaReady(PodProcess pod) throws Exception {
    return pod.get("/api/v1/events?after=0&limit=200")
        .path("items")
        .valueStream()
        .filter(event -> event.path("type").asText().equals("dev.kubezap.message.media-ready"))
        .toList();
  }

  /** The file is noted with its message: whoever owns the session next fetches it. */
  @Test
  void fetchesUnaskedWhatItWasKilledOver() throws Exception {
    Path config = folder.resolve("config");
    Files.createDirectories(config);
    Files.writeString(config.resolve("behaviour.json"), "{\"downloadMedia\":[\"image\"]}");
    Map<String, String> variables = Map.of("KUBEZAP_CONFIG_DIR", config.toString());
    String first;
    try (PodProcess pod = start(variables)) {
      pair(pod);
      first = simulator.send(PEER, OWN, PhoneFile.image(Bytes.of(PNG), "first"), true);
      JsonNode ready =
          Awaitility.await("the first file")
              .atMost(Duration.ofSeconds(30))
              .until(() -> mediaReady(pod), events -> events.size() == 1)
              .getFirst()
              .path("data");
      assertThat(ready.path("stanzaId").asText()).isEqualTo(first);
      assertThat(ready.path("type").asText()).isEqualTo("image");
      assertThat(ready.path("media").path("size").asInt()).isEqualTo(PNG.length);
      assertThat(ready.has("failure")).isFalse();
      simulator.mediaHost().refuse(1000);
      String second =
          simulator.send(PEER, OWN, PhoneFile.image(Bytes.of(Arrays.copyOf(PNG, 99)), "x"), true);
      Awaitility.await("the second message")
          .atMost(Duration.ofSeconds(30))
          .until(() -> pod.get("/api/v1/messages?stanzaId=" + second).path("items").has(0));
      assertThat(mediaReady(pod)).hasSize(1);
      pod.kill();
    }
    simulator.mediaHost().refuse(0);
    try (PodProcess pod = start(variables)) {
      pod.awaitPhase("Connected");
      JsonNode ready =
          Awaitility.await("the second file")
              .atMost(Duration.ofSeconds(60))
              .until(() -> mediaReady(pod), events -> events.size() == 2)
              .getLast()
              .path("data");
      assertThat(ready.path("media").path("size").asInt()).isEqualTo(99);
      simulator.close();
      assertThat(pod.bytes(ready.path("media").path("url").asText())).hasSize(99);
    }
    assertThat(simulator.violations().list()).isEmpty();
  }

  /** 100 megapixels: decoded as a whole they would take three times the heap. */
  @Test
  void aLargePictureGoesThroughASmallHeap() throws Exception {
    byte[] picture = PictureFixture.largePng(10_000, 10_000);
    try (RestartablePostgres postgres = RestartablePostgres.start(folder.resolve("postgresql"));
        PodProcess pod =
            start(
                Map.of(
                    "KUBEZAP_DATABASE_URL", postgres.url(), "KUBEZAP_DATABASE_USER", "postgres"))) {
      pair(pod);
      JsonNode sent =
          pod.post(
              "/api/v1/messages",
              "{\"to\":\"+"
                  + PEER
                  + "\",\"type\":\"image\",\"media\":{\"data\":\""
                  + Base64.getEncoder().encodeToString(picture)
                  + "\"}}");
      assertThat(sent.path("httpStatus").asInt()).as("%s", sent).isEqualTo(201);
      byte[] message =
          Base64.getDecoder()
              .decode(
                  pod.get("/api/v1/messages/" + sent.path("id").asText() + "/raw")
                      .path("message")
                      .asText());
      ImageContent image = (ImageContent) Contents.read(ByteString.copyFrom(message));
      assertThat(PictureFixture.decoded(image.thumbnail().toByteArray()).getWidth()).isEqualTo(100);
      assertThat(pod.output()).doesNotContain("OutOfMemory");
    }
    assertThat(simulator.violations().list()).isEmpty();
  }

  @Test
  void aLargeFileGoesThroughASmallHeap() throws Exception {
    byte[] plain = new byte[LARGE];
    new Random(4).nextBytes(plain);
    // With a database of its own a session has a larger heap than in a cluster.
    try (RestartablePostgres postgres = RestartablePostgres.start(folder.resolve("postgresql"));
        PodProcess pod =
            start(
                Map.of(
                    "KUBEZAP_DATABASE_URL", postgres.url(), "KUBEZAP_DATABASE_USER", "postgres"))) {
      pair(pod);
      HttpResponse<byte[]> sent =
          pod.form(
              () ->
                  new SequenceInputStream(
                      Collections.enumeration(
                          List.of(
                              text(
                                  "--limit\r\nContent-Disposition: form-data; name=\"to\"\r\n\r\n+"
                                      + PEER),
                              text(
                                  "\r\n--limit\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\ndocument"),
                              text(
                                  "\r\n--limit\r\nContent-Disposition: form-data; name=\"media\"; filename=\"large\"\r\n\r\n"),
                              new ByteArrayInputStream(plain),
                              text("\r\n--limit--\r\n")))));
      JsonNode answer = JsonMapper.builder().build().readTree(sent.body());
      assertThat(sent.statusCode()).as("%s", answer).isEqualTo(201);
      String url =
          pod.get("/api/v1/messages/" + answer.path("id").asText())
              .path("media")
              .path("url")
              .asText();
      assertThat(Arrays.equals(pod.bytes(url), plain)).isTrue();
      try (Stream<Path> kept = Files.list(folder.resolve("data/media/kept"))) {
        for (Path file : kept.toList()) {
          Files.delete(file);
        }
      }
      assertThat(Arrays.equals(pod.bytes(url), plain)).as("fetched").isTrue();
      assertThat(pod.output()).doesNotContain("OutOfMemory");
    }
    assertThat(simulator.violations().list()).isEmpty();
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }
}
