package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.noise.ClientVersion;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Reads the version from the web client's service worker (PROTOCOL-2026 4). */
final class WebVersionSource implements VersionSource {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String USER_AGENT =
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

  private final HttpClient client;
  private final URI page;

  WebVersionSource(HttpClient client, URI page) {
    this.client = client;
    this.page = page;
  }

  @Override
  public Optional<ClientVersion> fetch() throws IOException, InterruptedException {
    // The service answers 400 to what does not look like a browser that opens the page.
    HttpRequest request =
        HttpRequest.newBuilder(page)
            .timeout(PATIENCE)
            .header("User-Agent", USER_AGENT)
            .header("Sec-Fetch-Site", "none")
            .build();
    HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
    return response.statusCode() == 200 ? ClientVersion.findIn(response.body()) : Optional.empty();
  }
}
