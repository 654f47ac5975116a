package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.kubezap.whatsapp.noise.ClientVersion;
import dev.kubezap.whatsapp.transport.ProxySettings;
import dev.kubezap.whatsapp.transport.TestKeys;
import dev.kubezap.whatsapp.transport.TestProxy;
import dev.kubezap.whatsapp.transport.WebPage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client version is read from pages like the service's, the way that a connection is made. */
@Timeout(60)
class WebVersionSourceTest {
  /** The service worker, as far as its beginning goes: JSON inside a string. */
  private static final String WORKER =
      "/*FB_PKG_DELIM*/\nself.__swData=JSON.parse(/*BTDS*/\"{\\\"dynamic_data\\\":{\\\"AW\\\":{},"
          + "\\\"SiteData\\\":{\\\"server_revision\\\":1045649311,"
          + "\\\"client_revision\\\":1045649367,\\\"push_phase\\\":\\\"C3\\\","
          + "\\\"pkg_cohort\\\":\\\"BP:whatsapp_web\\\",\\\"hsi\\\":\\\"7541\\\"}}}\");"
          + "importScripts(\"https://static.whatsapp.net/rsrc.php/v4/yA/r/bundle.js\");";

  /** The page: JSON in a script element, far behind styles and markup. */
  private static final String PAGE =
      "<!DOCTYPE html><html id=\"whatsapp-web\"><head>"
          + "<style>.x1{color:red}</style>".repeat(10_000)
          + "<script type=\"application/json\" data-sjs>{\"require\":[[\"ScheduledServerJS\",\"handle\",null,"
          + "[{\"__bbox\":{\"define\":[[\"SiteData\",[],{\"server_revision\":1045649311,"
          + "\"client_revision\": 1045649400,\"push_phase\":\"C3\"},317]]}}]]]}</script></head></html>";

  @TempDir static Path folder;
  private static TestKeys keys;

  private final Map<String, String> pages = new HashMap<>();
  private HttpsServer server;

  @BeforeAll
  static void makeCertificates() throws Exception {
    keys = new TestKeys(folder).make("here", "ip:127.0.0.1");
  }

  @BeforeEach
  void serve() throws Exception {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(keys.server("here")));
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** As the service does: who is no browser that opens a page gets 400. */
  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean browser =
          exchange
                  .getRequestHeaders()
                  .getOrDefault("User-Agent", List.of(""))
                  .getFirst()
                  .startsWith("Mozilla/5.0")
              && "none".equals(exchange.getRequestHeaders().getFirst("Sec-Fetch-Site"));
      String page = pages.get(exchange.getRequestURI().getPath());
      byte[] body = (page == null ? "not found" : page).getBytes(StandardCharsets.UTF_8);
      // Length 0 means chunks.
      exchange.sendResponseHeaders(browser ? page == null ? 404 : 200 : 400, 0);
      exchange.getResponseBody().write(body);
    }
  }

  private WebPage page(String path, Optional<ProxySettings> proxy, Optional<Path> caFile) {
    return new WebPage(
        URI.create("https://127.0.0.1:" + server.getAddress().getPort() + path),
        proxy,
        caFile,
        Duration.ofSeconds(10));
  }

  private WebVersionSource source(Optional<ProxySettings> proxy) {
    return new WebVersionSource(
        List.of(
            page("/sw.js", proxy, Optional.of(keys.pem("here"))),
            page("/", proxy, Optional.of(keys.pem("here")))));
  }

  @Test
  void readsItFromTheServiceWorker() throws Exception {
    pages.put("/sw.js", WORKER);
    assertThat(source(Optional.empty()).fetch()).contains(ClientVersion.parse("2.3000.1045649367"));
  }

  @Test
  void readsItFromThePageWhenTheServiceWorkerIsGone() throws Exception {
    pages.put("/", PAGE);
    assertThat(source(Optional.empty()).fetch()).contains(ClientVersion.parse("2.3000.1045649400"));
  }

  @Test
  void goesThroughTheProxyOfTheConnection() throws Exception {
    pages.put("/sw.js", WORKER);
    try (TestProxy proxy = TestProxy.start("user", "secret")) {
      assertThat(source(Optional.of(ProxySettings.of(proxy.uri("user:secret@")))).fetch())
          .contains(ClientVersion.parse("2.3000.1045649367"));
      assertThat(proxy.tunnels()).containsExactly("127.0.0.1:" + server.getAddress().getPort());
      assertThatThrownBy(
              () -> source(Optional.of(ProxySettings.of(proxy.uri("user:wrong@")))).fetch())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("407")
          .hasMessageNotContaining("wrong");
    }
  }

  @Test
  void trustsTheAuthoritiesOfTheConnectionOnly() {
    pages.put("/sw.js", WORKER);
    WebVersionSource untrusting =
        new WebVersionSource(List.of(page("/sw.js", Optional.empty(), Optional.empty())));
    assertThatThrownBy(untrusting::fetch)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("TLS");
  }

  @Test
  void saysWhichPageNamesNoVersion() {
    pages.put("/sw.js", "self.__swData=JSON.parse(\"{}\")");
    assertThatThrownBy(source(Optional.empty())::fetch)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/sw.js names no version (HTTP 200)");
  }
}
