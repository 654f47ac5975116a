package dev.kubezap.simulator.control;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.simulator.store.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
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
    Request request = request(command, words);
    if (!words.isEmpty()) {
      throw new IllegalArgumentException(command + " takes no more words, such as " + words.peek());
    }
    return send(request);
  }

  private record Request(String method, String path, @Nullable JsonNode body) {}

  private Request request(String command, Deque<String> words) {
    return switch (command) {
      case "accounts", "connections", "violations", "faults", "info" ->
          new Request("GET", "/" + command, null);
      case "add" -> {
        ObjectNode body = body("phoneNumber", word(words, "NUMBER"));
        body.put("pushName", word(words, "NAME")).put("echo", "echo".equals(words.peek()));
        if ("echo".equals(words.peek())) {
          words.remove();
        }
        yield new Request("POST", "/accounts", body);
      }
      case "scan" -> {
        String number = word(words, "NUMBER");
        yield new Request("POST", account(number, "scan"), body("qr", word(words, "QR-TEXT")));
      }
      case "code" -> {
        String number = word(words, "NUMBER");
        ObjectNode code = body("code", word(words, "PAIRING-CODE"));
        yield new Request("POST", account(number, "pairing-code"), code);
      }
      case "send" -> {
        String from = word(words, "FROM");
        ObjectNode message = body("to", word(words, "TO"));
        message.put("text", word(words, "TEXT"));
        yield new Request("POST", account(from, "messages"), message);
      }
      case "messages" -> new Request("GET", account(word(words, "NUMBER"), "messages"), null);
      case "read" -> {
        String number = word(words, "NUMBER");
        String peer = words.poll();
        ObjectNode body = json.createObjectNode();
        yield new Request(
            "POST", account(number, "read"), peer == null ? body : body.put("peer", peer));
      }
      case "logout" ->
          new Request(
              "POST", account(word(words, "NUMBER"), "logout-companions"), json.createObjectNode());
      case "fault" -> new Request("POST", "/faults", rule(word(words, "JSON")));
      case "clear-faults" -> new Request("DELETE", "/faults", null);
      default -> throw new IllegalArgumentException("Unknown command " + command);
    };
  }

  private JsonNode rule(String text) {
    try {
      return json.readTree(text);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("fault needs JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static String word(Deque<String> words, String name) {
    String word = words.poll();
    if (word == null || word.isBlank()) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return word;
  }

  private static String account(String number, String part) {
    String digits = number.replaceAll("[^0-9]", "");
    if (digits.isEmpty()) {
      throw new IllegalArgumentException("An account is a phone number, not " + number);
    }
    return "/accounts/" + digits + "/" + part;
  }

  private ObjectNode body(String name, String value) {
    return json.createObjectNode().put(name, value);
  }

  private int send(Request request) throws IOException, InterruptedException {
    JsonNode body = request.body();
    HttpRequest.BodyPublisher content =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body.toString());
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(uri(request.path())).method(request.method(), content).build(),
              HttpResponse.BodyHandlers.ofString());
      out.println(json.readTree(response.body()).toPrettyString());
      return response.statusCode() < 300 ? 0 : 1;
    } catch (IOException e) {
      throw new IOException(
          "No simulator answers at "
              + url
              + ": it prints its control URL when it starts, after control=",
          e);
    }
  }

  private URI uri(String path) {
    try {
      URI uri = new URI(url + path);
      if ("http".equals(uri.getScheme()) && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // Said below, as for another kind of URL.
    }
    throw new IllegalArgumentException(
        "--control needs a URL such as http://127.0.0.1:8087, not " + url);
  }
}
