package dev.kubezap.operator.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.kubezap.operator.observed.LinkOffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpPodApiTest {

  private static final String EXPIRY = "2026-11-21T09:30:20.123456Z";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final HttpPodApi api = new HttpPodApi();
  private HttpServer server;
  private volatile int status = 200;
  private volatile String body = "{}";

  HttpPodApiTest() throws IOException {
    server = HttpServer.create();
  }

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    api.close();
  }

  private PodApi.Access access() {
    return new PodApi.Access(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/pods/a/"), "key");
  }

  @Test
  void asksWithTheKeyBelowTheEndpoint() {
    assertThat(api.logOut(access(), PATIENCE)).isEqualTo(new PodApi.Answer.Done());
    assertThat(api.reconnect(access(), PATIENCE)).isEqualTo(new PodApi.Answer.Done());
    api.device(access(), PATIENCE);

    assertThat(requests)
        .containsExactly(
            "POST /pods/a/api/v1/session/logout Bearer key",
            "POST /pods/a/api/v1/session/reconnect Bearer key",
            "GET /pods/a/api/v1/session Bearer key");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"phase":"Connected","jid":"1:2@s.whatsapp.net"}    | Linked[connected=true]
          {"phase":"Reconnecting","jid":"1:2@s.whatsapp.net"} | Linked[connected=false]
          {"phase":"AwaitingPairing"}                         | Unlinked[]
          {"phase":"AwaitingPairing","jid":null}              | Unlinked[]
          {"phase":"LoggedOut","jid":"1:2@s.whatsapp.net"}    | Unlinked[]
          <html>                                              | Unknown[why=the pod's answer is not JSON]
          """)
  void readsWhetherTheDeviceIsLinked(String answer, String device) {
    body = answer;

    assertThat(api.device(access(), PATIENCE)).hasToString(device);
  }

  @Test
  void failureSaysWhatThePodSays() {
    status = 503;
    body = "{\"title\":\"Standby\",\"detail\":\"Try again shortly.\"}";

    assertThat(api.logOut(access(), PATIENCE))
        .isEqualTo(
            new PodApi.Answer.Failed("the pod answered with status 503: Try again shortly."));
  }

  @Test
  void readsWhatLinksTheDeviceAndNeverPrintsIt() {
    body =
        "{\"phase\":\"AwaitingPairing\",\"qr\":{\"text\":\"2@a,b\",\"expiresAt\":\""
            + EXPIRY
            + "\"}}";
    assertThat(api.offer(access(), PATIENCE))
        .contains(new LinkOffer(Optional.of("2@a,b"), Optional.empty(), Instant.parse(EXPIRY)));
    assertThat(api.offer(access(), PATIENCE).toString()).doesNotContain("2@a");

    body = "{\"pairingCode\":{\"code\":\"ABCD-1234\",\"expiresAt\":\"" + EXPIRY + "\"}}";
    assertThat(api.offer(access(), PATIENCE))
        .contains(new LinkOffer(Optional.empty(), Optional.of("ABCD-1234"), Instant.parse(EXPIRY)));

    body = "{\"phase\":\"Connected\"}";
    assertThat(api.offer(access(), PATIENCE)).isEmpty();
    body = "{\"qr\":{\"expiresAt\":\"soon\"}}";
    assertThat(api.offer(access(), PATIENCE)).isEmpty();
    status = 503;
    assertThat(api.offer(access(), PATIENCE)).isEmpty();
  }

  /** The JDK's own message about such a header would have told it. */
  @Test
  void aKeyThatFitsNoRequestIsAFailureThatDoesNotTellIt() {
    var access = new PodApi.Access(access().endpoint(), "kz_secret\nX: y");

    PodApi.Answer answer = api.logOut(access, PATIENCE);

    assertThat(answer).isInstanceOf(PodApi.Answer.Failed.class);
    assertThat(answer.toString()).contains("api-key").doesNotContain("kz_secret");
    assertThat(api.device(access, PATIENCE)).isInstanceOf(PodApi.Device.Unknown.class);
    assertThat(api.offer(access, PATIENCE)).isEmpty();
    assertThat(requests).isEmpty();
  }

  /** As a tenant's own image may: the head at once, then a byte now and then. */
  @Test
  void anAnswerThatDripsIsGivenUpInTime() throws IOException {
    try (var dripping = new DrippingServer("HTTP/1.1 200 OK\r\nContent-Length: 90000\r\n\r\n")) {
      long begun = System.nanoTime();

      assertThat(api.device(dripping.access(), Duration.ofSeconds(1)))
          .isEqualTo(new PodApi.Device.Unknown("the pod does not answer (HttpTimeoutException)"));
      assertThat(api.offer(dripping.access(), Duration.ofSeconds(1))).isEmpty();

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void anAnswerThatIsTooLargeIsNotRead() {
    body = "x".repeat(64 * 1024);
    assertThat(api.device(access(), PATIENCE))
        .isEqualTo(new PodApi.Device.Unknown("the pod's answer is not JSON"));

    body = "x".repeat(64 * 1024 + 1);
    assertThat(api.device(access(), PATIENCE))
        .isEqualTo(new PodApi.Device.Unknown("the pod does not answer (IOException)"));
  }

  @Test
  void absentPodIsAFailure() {
    var access = access();
    server.stop(0);

    assertThat(api.logOut(access, PATIENCE))
        .isEqualTo(new PodApi.Answer.Failed("the pod does not answer (ConnectException)"));
    assertThat(access.toString()).doesNotContain("key");
  }
}
