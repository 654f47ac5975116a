package dev.kubezap.pod.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.kubezap.pod.config.KubernetesSettings;
import dev.kubezap.pod.config.SessionName;
import dev.kubezap.simulator.transport.SelfMadeAuthority;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpStatusApiTest {
  private static final SessionName NAME = new SessionName("shop", "support");

  @TempDir private Path account;
  private final SelfMadeAuthority authority =
      SelfMadeAuthority.create("127.0.0.1", Instant.now(), new SecureRandom());
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final HttpsServer server = server();
  private volatile int status = 200;
  private volatile String body = "{\"status\":{}}";

  private static HttpsServer server() {
    try {
      return HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeEach
  void begin() throws Exception {
    Files.writeString(account.resolve("token"), "first\n");
    Files.writeString(account.resolve("ca.crt"), authority.pem());
    server.setHttpsConfigurator(new HttpsConfigurator(authority.context()));
    server.createContext(
        "/",
        exchange -> {
          var headers = exchange.getRequestHeaders();
          requests.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI()
                  + " "
                  + headers.getFirst("Authorization")
                  + " "
                  + headers.getFirst("Content-Type")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] answer = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  @Test
  void appliesUnderItsOwnFieldManagerWithoutForce() throws Exception {
    HttpStatusApi api = api();
    api.apply(JsonNodeFactory.instance.objectNode().put("kind", "WhatsAppSession"));
    Files.writeString(account.resolve("token"), "second");
    api.read();

    String path = "/apis/kubezap.dev/v1alpha1/namespaces/shop/whatsappsessions/support/status";
    assertThat(requests)
        .containsExactly(
            "PATCH "
                + path
                + "?fieldManager=kubezap-session Bearer first application/apply-patch+yaml"
                + " {\"kind\":\"WhatsAppSession\"}",
            "GET " + path + " Bearer second null ");
  }

  @Test
  void tellsARefusalInTheApiServersWords() throws Exception {
    status = 409;
    body = "{\"kind\":\"Status\",\"message\":\"conflict with kubectl\"}";

    assertThat(api().apply(JsonNodeFactory.instance.objectNode()))
        .isEqualTo(new StatusApi.Answer.Refused(409, "conflict with kubectl"));
  }

  @Test
  void trustsTheServiceAccountsAuthorityAlone() throws Exception {
    Files.writeString(
        account.resolve("ca.crt"),
        SelfMadeAuthority.create("127.0.0.1", Instant.now(), new SecureRandom()).pem());

    assertThatThrownBy(() -> api().read()).isInstanceOf(SSLException.class);
    assertThat(requests).isEmpty();
  }

  private HttpStatusApi api() {
    return new HttpStatusApi(
        new KubernetesSettings(
            URI.create("https://127.0.0.1:" + server.getAddress().getPort()), account, true),
        NAME);
  }
}
