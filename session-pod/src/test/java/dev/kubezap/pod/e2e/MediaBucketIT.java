package dev.kubezap.pod.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kubezap.pod.bucket.BucketServer;
import dev.kubezap.pod.bucket.StoredObject;
import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A session keeps its files in a bucket, through the bucket's absence and its own end. */
@Tag("e2e")
@Timeout(240)
class MediaBucketIT {
  private static final String OWN = "4915110000001";
  private static final String PEER = "4915110000003";
  private static final int LARGE = 100 << 20;
  private static final byte[] PNG =
      HexFormat.of().parseHex("89504e470d0a1a0a0000000d4948445200000003000000020802000000");

  @TempDir private Path folder;

  private static Map<String, String> variables(
      Simulator simulator, BucketServer buckets, RestartablePostgres postgres) {
    Map<String, String> variables = new HashMap<>();
    variables.put("KUBEZAP_WHATSAPP_URL", simulator.webSocketUrl());
    variables.put("KUBEZAP_WHATSAPP_NOISE_ROOT", simulator.noiseRoot());
    variables.put("KUBEZAP_DATABASE_URL", postgres.url());
    variables.put("KUBEZAP_DATABASE_USER", "postgres");
    variables.put("KUBEZAP_MEDIA_BUCKET_ENDPOINT", buckets.endpoint().toString());
    variables.put("KUBEZAP_MEDIA_BUCKET_NAME", "media");
    variables.put("KUBEZAP_MEDIA_BUCKET_PREFIX", "shops");
    variables.put("KUBEZAP_MEDIA_BUCKET_ACCESS_KEY", buckets.keys().access());
    variables.put("KUBEZAP_MEDIA_BUCKET_SECRET_KEY", buckets.keys().secret());
    return variables;
  }

  @Test
  void filesOutliveTheVolumeAndWaitForABucketThatIsAway() throws Exception {
    byte[] plain = new byte[LARGE];
    new Random(4).nextBytes(plain);
    Path data = folder.resolve("data");
    Files.createDirectories(data);
    try (HttpClient http = HttpClient.newHttpClient();
        Simulator simulator = Simulator.start(SimulatorConfig.defaults());
        RestartablePostgres postgres = RestartablePostgres.start(folder.resolve("postgresql"));
        BucketServer buckets = BucketServer.start()) {
      simulator.addAccount(OWN, "Shop", false);
      simulator.addAccount(PEER, "Linus", false);
      Map<String, String> variables = variables(simulator, buckets, postgres);
      String large;
      String small;
      try (PodProcess pod = PodProcess.start(data, http, variables)) {
        pair(simulator, pod);
        large = url(pod, sendLarge(pod, plain));
        awaitStored(pod, data);
        assertThat(buckets.bucket().list("shops/"))
            .singleElement()
            .satisfies(object -> assertThat(object.size()).isGreaterThan(LARGE));
        assertThat(Arrays.equals(pod.bytes(large), plain)).as("from the bucket").isTrue();
        HttpResponse<byte[]> part = range(http, pod, large, "bytes=70000000-70099999");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(plain, 70_000_000, 70_100_000));

        buckets.kill();
        JsonNode sent = send(pod);
        assertThat(sent.path("httpStatus").asInt()).as("%s", sent).isEqualTo(201);
        small = url(pod, sent);
        assertThat(pod.bytes(small)).as("while it waits").isEqualTo(PNG);
        HttpResponse<byte[]> away = range(http, pod, large, "bytes=0-9");
        assertThat(away.statusCode()).isEqualTo(503);
        assertThat(away.headers().firstValue("Retry-After")).contains("30");
        assertThat(new String(away.body(), StandardCharsets.UTF_8)).contains("bucket-unreachable");
        assertThat(pod.output()).doesNotContain("OutOfMemory", buckets.keys().secret());
        pod.kill();
      }
      buckets.startAgain();
      try (PodProcess pod = PodProcess.start(data, http, variables)) {
        pod.awaitPhase("Connected");
        awaitStored(pod, data);
        assertThat(buckets.bucket().list("shops/")).extracting(StoredObject::size).hasSize(2);
        assertThat(pod.bytes(small)).isEqualTo(PNG);
        assertThat(Arrays.equals(pod.bytes(large), plain)).isTrue();
      }
      assertThat(simulator.violations().list()).isEmpty();
    }
  }

  private static void pair(Simulator simulator, PodProcess pod) {
    pod.awaitPhase("AwaitingPairing");
    JsonNode qr =
        Awaitility.await("a QR code")
            .atMost(Duration.ofSeconds(20))
            .until(() -> pod.get("/api/v1/session/qr"), json -> json.has("text"));
    simulator.scan(OWN, qr.path("text").asText());
    pod.awaitPhase("Connected");
  }

  private static JsonNode send(PodProcess pod) throws Exception {
    return pod.post(
        "/api/v1/messages",
        "{\"to\":\"+"
            + PEER
            + "\",\"type\":\"image\",\"media\":{\"data\":\""
            + Base64.getEncoder().encodeToString(PNG)
            + "\"}}");
  }

  private static JsonNode sendLarge(PodProcess pod, byte[] plain) throws Exception {
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
    return answer;
  }

  private static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
  }

  private static String url(PodProcess pod, JsonNode sent) throws Exception {
    return pod.get("/api/v1/messages/" + sent.path("id").asText())
        .path("media")
        .path("url")
        .asText();
  }

  private static HttpResponse<byte[]> range(
      HttpClient http, PodProcess pod, String path, String range)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + pod.port() + path))
            .header("Authorization", "Bearer " + pod.apiKey())
            .header("Range", range)
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private static void awaitStored(PodProcess pod, Path data) {
    Awaitility.await("what waits is in the bucket")
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(
            () -> {
              try (Stream<Path> waiting = Files.list(data.resolve("media/waiting"))) {
                assertThat(waiting).as("%s", pod.output()).isEmpty();
              }
            });
  }
}
