package dev.kubezap.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.simulator.store.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The command line's side of the control API. */
public final class ControlClient {
  private final String url;
  private final PrintStream out;
  private final ObjectMapper json = Json.mapper();

  /** Talks to the simulator whose control URL it is. */
  public ControlClient(String url, PrintStream out) {
    this.url = url;
    this.out = out;
  }

  /** Runs one command; answers the exit code. */
  public int run(Deque<String> words) throws IOException, InterruptedException {
    String command = word(words, "a command");
    return switch (command) {
      case "accounts", "connections", "violations", "faults", "info" ->
          request("GET", "/" + command, null);
      case "add" -> {
        ObjectNode body = body("phoneNumber", word(words, "NUMBER"));
        body.put("pushName", word(words, "NAME")).put("echo", "echo".equals(words.poll()));
        yield request("POST", "/accounts", body);
      }
      case "scan" -> {
        String number = word(words, "NUMBER");
        yield request("POST", account(number, "scan"), body("qr", word(words, "QR-TEXT")));
      }
      case "code" -> {
        String number = word(words, "NUMBER");
        ObjectNode code = body("code", word(words, "PAIRING-CODE"));
        yield request("POST", account(number, "pairing-code"), code);
      }
      case "send" -> {
        String from = word(words, "FROM");
        ObjectNode message = body("to", word(words, "TO"));
        message.put("text", word(words, "TEXT"));
        yield request("POST", account(from, "messages"), message);
      }
      case "messages" -> request("GET", account(word(words, "NUMBER"), "messages"), null);
      case "read" -> {
        String number = word(words, "NUMBER");
        String peer = words.poll();
        ObjectNode body = json.createObjectNode();
        yield request(
            "POST", account(number, "read"), peer == null ? body : body.put("peer", peer));
      }
      case "logout" ->
          request(
              "POST", account(word(words, "NUMBER"), "logout-companions"), json.createObjectNode());
      case "fault" -> request("POST", "/faults", json.readTree(word(words, "JSON")));
      case "clear-faults" -> request("DELETE", "/faults", null);
      default -> throw new IllegalArgumentException("Unknown command " + command);
    };
  }

  private static String word(Deque<String> words, String name) {
    String word = words.poll();
    if (word == null) {
      throw new IllegalArgumentException("Say " + name);
    }
    return word;
  }

  private static String account(String number, String part) {
    return "/accounts/" + number.replaceAll("[^0-9]", "") + "/" + part;
  }

  private ObjectNode body(String name, String value) {
    return json.createObjectNode().put(name, value);
  }

  private int request(String method, String path, @Nullable JsonNode body)
      throws IOException, InterruptedException {
    HttpRequest.BodyPublisher content =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body.toString());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path)).method(method, content).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      out.println(json.readTree(response.body()).toPrettyString());
      return response.statusCode() < 300 ? 0 : 1;
    }
  }
}
