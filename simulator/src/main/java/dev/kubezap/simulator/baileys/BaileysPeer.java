package dev.kubezap.simulator.baileys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * One Baileys client in a process of its own. Events are kept in order; {@link #await} looks
 * through those that no earlier call took.
 */
public final class BaileysPeer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int LOG_TAIL = 2000;

  private final ObjectMapper json = new ObjectMapper();
  private final Process process;
  private final OutputStream commands;
  private final List<JsonNode> events = new ArrayList<>();
  private final List<JsonNode> history = new ArrayList<>();
  private final Path log;
  private boolean ended;
  private int lastNumber;

  private BaileysPeer(Process process, Path log) {
    this.process = process;
    this.log = log;
    commands = process.getOutputStream();
  }

  /**
   * Starts a client.
   *
   * @param url of the server
   * @param folder keeps its credentials and its log; the same folder later is the same device
   * @param ca certificate for a TLS server
   */
  public static BaileysPeer start(String url, Path folder, Optional<Path> ca) throws IOException {
    BaileysInstallation installation = BaileysInstallation.find();
    Path log = folder.resolve("baileys.log");
    Process process = installation.start(url, folder.resolve("auth"), ca, log);
    BaileysPeer peer = new BaileysPeer(process, log);
    Thread.ofVirtual().name("baileys-reader").start(peer::read);
    peer.await(event("ready"));
    return peer;
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode event = json.readTree(line);
        synchronized (this) {
          events.add(event);
          history.add(event);
          notifyAll();
        }
      }
    } catch (IOException e) {
      // The process has ended; whoever waits is told below.
    }
    synchronized (this) {
      ended = true;
      notifyAll();
    }
  }

  /** Matches events of a name: qr, open, synced, close, message, status. */
  public static Predicate<JsonNode> event(String name) {
    return event -> event.path("event").asText().equals(name);
  }

  /** Waits for an event and takes it. */
  public JsonNode await(Predicate<JsonNode> wanted) {
    return await(wanted, PATIENCE);
  }

  /** Waits at most that long for an event and takes it. */
  public synchronized JsonNode await(Predicate<JsonNode> wanted, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      for (int i = 0; i < events.size(); i++) {
        if (wanted.test(events.get(i))) {
          return events.remove(i);
        }
      }
      long left = end - System.nanoTime();
      if (ended || left <= 0) {
        throw new IllegalStateException(
            (ended ? "Baileys ended" : "No such event within " + patience)
                + "; so far "
                + history
                + "; its log ends with "
                + logTail());
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted", e);
      }
    }
  }

  private String logTail() {
    try {
      String text = Files.readString(log);
      return text.substring(Math.max(0, text.length() - LOG_TAIL));
    } catch (IOException e) {
      return "(" + e.getMessage() + ")";
    }
  }

  /** All events and answers so far, in order. */
  public synchronized List<JsonNode> history() {
    return List.copyOf(history);
  }

  /** Gives a command and waits for its answer; throws when it failed. */
  public JsonNode command(String command, Map<String, String> parameters) throws IOException {
    ObjectNode line = json.createObjectNode();
    parameters.forEach(line::put);
    int number;
    synchronized (this) {
      number = ++lastNumber;
      line.put("command", command).put("number", number);
      commands.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      commands.flush();
    }
    JsonNode answer = await(event -> event.path("answer").asInt() == number);
    if (answer.has("error")) {
      throw new IOException("Baileys could not " + command + ": " + answer.get("error").asText());
    }
    return answer;
  }

  /** Opens the connection: registers or logs in. */
  public void connect() throws IOException {
    command("connect", Map.of());
  }

  /** The text of the QR code that it shows next. */
  public String awaitQr() {
    return await(event("qr")).get("qr").asText();
  }

  /** Asks for a pairing code for a number. */
  public String pairingCode(String phoneNumber) throws IOException {
    return command("pairingCode", Map.of("phoneNumber", phoneNumber)).get("code").asText();
  }

  /** Sends a text to a jid; answers its id. */
  public String send(String to, String text) throws IOException {
    return command("send", Map.of("to", to, "text", text)).get("id").asText();
  }

  /** Sends whatever its {@code sendMessage} takes, as JSON; answers the message's id. */
  public String sendContent(String to, String content) throws IOException {
    return command("sendContent", Map.of("to", to, "content", content)).get("id").asText();
  }

  /** The file of a message that it has received. */
  public byte[] download(String id) throws IOException {
    return Base64.getDecoder().decode(command("download", Map.of("id", id)).get("file").asText());
  }

  /** Waits until it is logged in. */
  public JsonNode awaitOpen() {
    return await(event("open"));
  }

  /** Waits for a text message and takes it. */
  public JsonNode awaitText(String text) {
    return await(event -> event("message").test(event) && event.path("text").asText().equals(text));
  }

  /** Closes the connection and keeps the process. */
  public void disconnect() throws IOException {
    command("disconnect", Map.of());
    await(event("close"));
  }

  /** Its process id, for measurements. */
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
