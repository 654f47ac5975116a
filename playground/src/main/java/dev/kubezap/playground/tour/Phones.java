package dev.kubezap.playground.tour;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The simulator's phones, through its control API. */
final class Phones {

  private final URI control;
  private final JsonHttp http;

  Phones(URI control, JsonHttp http) {
    this.control = control;
    this.http = http;
  }

  /** The phone numbers of the accounts. */
  List<String> numbers() throws IOException, InterruptedException {
    var numbers = new ArrayList<String>();
    http.get(address("/accounts"), Map.of())
        .body()
        .forEach(account -> numbers.add(account.path("number").asText()));
    return numbers;
  }

  /** How many devices are linked to an account, its phone left out. */
  int companions(String number) throws IOException, InterruptedException {
    return http.get(address("/accounts/" + number), Map.of()).body().path("companions").size();
  }

  /** Breaks the connection of an account's linked device; false when it has none now. */
  boolean cut(String number) throws IOException, InterruptedException {
    for (var connection : http.get(address("/connections"), Map.of()).body()) {
      if (connection.path("state").asText().equals("online")
          && connection.path("device").asText().startsWith(number)) {
        var path = "/connections/" + connection.path("id").asText() + "/demands";
        return http.post(address(path), Map.of(), Map.of("kind", "close")).ok();
      }
    }
    return false;
  }

  /** What the simulator saw against the protocol, one sentence each. */
  List<String> violations() throws IOException, InterruptedException {
    var violations = new ArrayList<String>();
    http.get(address("/violations"), Map.of())
        .body()
        .forEach(violation -> violations.add(violation.toString()));
    return violations;
  }

  /** A phone scans a QR code. */
  JsonHttp.Answer scan(String number, String qr) throws IOException, InterruptedException {
    return http.post(address("/accounts/" + number + "/scan"), Map.of(), Map.of("qr", qr));
  }

  /** A phone sends a text. */
  JsonHttp.Answer send(String number, String to, String text)
      throws IOException, InterruptedException {
    return http.post(
        address("/accounts/" + number + "/messages"), Map.of(), Map.of("to", to, "text", text));
  }

  /** The message with this text that has arrived on a phone. */
  Optional<String> received(String number, String text) throws IOException, InterruptedException {
    for (var message : http.get(address("/accounts/" + number + "/messages"), Map.of()).body()) {
      if (message.path("direction").asText().equals("IN")
          && message.path("text").asText().equals(text)) {
        return Optional.of(message.path("from").asText());
      }
    }
    return Optional.empty();
  }

  /** The caption and the bytes in base64 of the newest file that a phone has got and can open. */
  Optional<ReceivedFile> file(String number) throws IOException, InterruptedException {
    var found = Optional.<ReceivedFile>empty();
    for (var message : http.get(address("/accounts/" + number + "/messages"), Map.of()).body()) {
      if (message.path("direction").asText().equals("IN") && message.has("content")) {
        var path = "/accounts/" + number + "/messages/" + message.path("id").asText() + "/file";
        var answer = http.get(address(path), Map.of());
        if (answer.ok()) {
          var file = answer.body();
          found =
              Optional.of(
                  new ReceivedFile(file.path("caption").asText(), file.path("data").asText()));
        }
      }
    }
    return found;
  }

  /** A file as a phone shows it; its bytes in base64. */
  record ReceivedFile(String caption, String data) {}

  private URI address(String path) {
    return URI.create(control.toString().replaceFirst("/$", "") + path);
  }
}
