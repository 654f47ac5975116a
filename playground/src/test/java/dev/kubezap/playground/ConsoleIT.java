package dev.kubezap.playground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What somebody without kubectl does in the console, in a real browser, with a real session pod and
 * the simulator's phones: makes a session, links a phone, reads, answers, stops and deletes.
 */
@Tag("control-plane")
@Tag("e2e")
@Timeout(900)
class ConsoleIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String NUMBER = "4915110000001";
  private static final String OTHER = "4915110000002";

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aSessionIsMadeLinkedUsedAndDeletedInABrowser(@TempDir Path folder) throws Exception {
    var program = Browser.installed();
    assumeTrue(program.isPresent(), "The console is not tried in a browser: there is no chromium.");
    try (var playground = new LeftRunning(folder);
        var browser = new Browser(program.get(), folder.resolve("profile"), "pt-BR")) {
      browser.size(1200, 850);
      var key = playground.fleetKey();
      browser.open(URI.create(playground.gateway() + "/console"));
      browser.write("input[type=password]", "nobodys-key-0123456789");
      browser.press("button[type=submit]");
      browser.see("document.querySelector('.problem').textContent.includes('chave')");
      browser.value("(document.querySelector('input').value = '', 1)");
      browser.write("input[type=password]", key);
      browser.press("button[type=submit]");
      browser.see("document.querySelector('h1').textContent === 'Sessões'");
      assertThat(browser.value("document.documentElement.lang")).isEqualTo("pt-BR");

      browser.press("a[href='#/new']");
      browser.write("input[type=text]", "Loja São Paulo");
      browser.press("button[type=submit]");
      browser.see("document.querySelector('input.mono').value.startsWith('kubezap_')");
      var own = browser.value("document.querySelector('input.mono').value");
      browser.press("a.button.primary");
      browser.see("document.querySelector('img.qr:not([hidden])').naturalWidth > 100");
      keep(browser, folder, "qr");

      var id = "default/loja-sao-paulo";
      assertThat(browser.value("location.hash")).isEqualTo("#/sessions/" + id);
      var qr = get(playground.gateway() + "/api/v1/sessions/" + id + "/qr", key);
      // The picture is that of the code of now.
      browser.see("document.querySelector('img.qr').src === '" + qr.path("dataUrl").asText() + "'");
      phone(playground, "/accounts/" + NUMBER + "/scan", Map.of("qr", qr.path("text").asText()));
      browser.see("document.querySelector('.badge').dataset.phase === 'Connected'");
      browser.see("document.querySelector('.standing').textContent.includes('+" + NUMBER + "')");

      browser.press(".tabs a:nth-child(2)");
      var hostile = "<img src=x onerror=alert(1)> https://example.com/a?b";
      phone(playground, "/accounts/" + OTHER + "/messages", Map.of("to", NUMBER, "text", hostile));
      browser.see("document.querySelector('.entry .unread').textContent === '1'");
      browser.press(".entry");
      browser.see("document.querySelector('.theirs .text').textContent === '" + hostile + "'");
      assertThat(browser.value("document.querySelectorAll('.log img').length")).isEqualTo("0");
      assertThat(browser.value("document.querySelector('.theirs .text a').href"))
          .isEqualTo("https://example.com/a?b");

      browser.write("textarea", "Olá, já respondo");
      browser.press(".compose button[type=submit]");
      await("the answer on the phone")
          .atMost(PATIENCE)
          .until(() -> messages(playground, OTHER).contains("Olá, já respondo"));
      browser.see("document.querySelector('.mine .sign').dataset.status === 'delivered'");
      phone(playground, "/accounts/" + OTHER + "/messages", Map.of("to", NUMBER, "text", "Oi"));
      browser.see("[...document.querySelectorAll('.theirs .text')].at(-1).textContent === 'Oi'");
      keep(browser, folder, "chat");

      // As on a phone: nothing is wider than its screen.
      browser.size(360, 740);
      browser.see("document.documentElement.scrollWidth <= 360");
      keep(browser, folder, "phone");
      browser.size(1200, 850);

      browser.press(".tabs a:nth-child(5)");
      browser.see("document.querySelectorAll('.figure').length > 8");
      browser.press(".tabs a:nth-child(1)");
      browser.press(".actions button:nth-child(1)"); // stop
      browser.press("dialog .danger");
      browser.see("document.querySelector('.badge').dataset.phase === 'Suspended'");
      browser.press(".actions button:nth-child(1)"); // start
      browser.see("document.querySelector('.badge').dataset.phase === 'Connected'");

      // The session's own key opens it alone.
      browser.press(".top button");
      browser.write("input[type=password]", own);
      browser.press("button[type=submit]");
      browser.see("document.querySelector('.badge').dataset.phase === 'Connected'");
      browser.see("document.querySelector('.live').textContent === 'ao vivo'");
      assertThat(browser.value("document.querySelectorAll('.top nav a').length")).isEqualTo("0");

      browser.press(".top button");
      browser.write("input[type=password]", key);
      browser.press("button[type=submit]");
      browser.see("document.querySelector('.badge').dataset.phase === 'Connected'");
      browser.press(".actions button:last-child"); // delete
      browser.see("document.querySelector('dialog .danger').disabled");
      browser.press("dialog input[type=checkbox]");
      browser.write("dialog input[type=text]", "loja-sao-paulo");
      browser.press("dialog .danger");
      browser.see("document.querySelector('[role=status]').textContent.includes('nenhuma sessão')");
      assertThat(browser.complaints()).isEmpty();
    } finally {
      http.shutdownNow();
    }
  }

  /** Keeps a picture where somebody asked for it, to be looked at. */
  private static void keep(Browser browser, Path folder, String name) throws Exception {
    var wanted = System.getProperty("kubezap.pictures", "");
    var place = wanted.isEmpty() ? folder : Path.of(wanted);
    Files.write(place.resolve("console-" + name + ".png"), browser.picture());
  }

  private JsonNode get(String uri, String key) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(uri))
            .header("X-API-Key", key)
            .header("Accept", "application/json")
            .build();
    return json.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private void phone(LeftRunning playground, String path, Map<String, ?> body) throws Exception {
    var answer =
        http.send(
            HttpRequest.newBuilder(URI.create(playground.phones() + path))
                .POST(HttpRequest.BodyPublishers.ofString(json.writeValueAsString(body)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
  }

  private String messages(LeftRunning playground, String number) throws Exception {
    var uri = URI.create(playground.phones() + "/accounts/" + number + "/messages");
    return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
