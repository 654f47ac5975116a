package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.noise.ClientVersion;
import dev.kubezap.whatsapp.transport.OpenException;
import dev.kubezap.whatsapp.transport.WebPage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the version from the web client's service worker or, when that does not name it, from its
 * page (PROTOCOL-2026 4).
 */
final class WebVersionSource implements VersionSource {
  private static final String USER_AGENT =
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0"
          + " Safari/537.36";

  /** The service answers 400 to what does not look like a browser that opens the page. */
  private static final Map<String, String> BROWSER =
      Map.of("User-Agent", USER_AGENT, "Sec-Fetch-Site", "none", "Accept", "*/*");

  private final List<WebPage> pages;

  /**
   * @param pages tried in this order
   */
  WebVersionSource(List<WebPage> pages) {
    this.pages = List.copyOf(pages);
  }

  @Override
  public Optional<ClientVersion> fetch() throws IOException {
    Optional<IOException> failure = Optional.empty();
    for (WebPage page : pages) {
      try {
        WebPage.Answer answer = page.get(BROWSER);
        Optional<ClientVersion> found =
            answer.status() == 200 ? ClientVersion.findIn(answer.body()) : Optional.empty();
        if (found.isPresent()) {
          return found;
        }
        failure =
            failure.or(
                () ->
                    Optional.of(
                        new IOException(
                            page.page() + " names no version (HTTP " + answer.status() + ")")));
      } catch (OpenException e) {
        failure = failure.or(() -> Optional.of(new IOException(e.getMessage(), e)));
      }
    }
    throw failure.orElseGet(() -> new IOException("no page to read the version from"));
  }
}
