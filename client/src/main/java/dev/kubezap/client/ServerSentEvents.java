package dev.kubezap.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads server-sent events, as the HTML standard says in <a
 * href="https://html.spec.whatwg.org/multipage/server-sent-events.html">9.2.6</a>: a block without
 * data is no event, but its id counts; one that the end cuts off is thrown away.
 */
final class ServerSentEvents {
  private final BufferedReader lines;
  private final Runnable lineWasRead;
  private Optional<Duration> retry = Optional.empty();

  /**
   * One block.
   *
   * @param id of the last event that is known with this block
   * @param data empty for a block that says only its id
   */
  record Block(Optional<String> id, Optional<String> data) {}

  /**
   * @param lineWasRead is told of every line, also of those that only say that the server lives
   */
  ServerSentEvents(Reader reader, Runnable lineWasRead) {
    lines = new BufferedReader(reader);
    this.lineWasRead = lineWasRead;
  }

  /** How long the server wants its readers to wait before they come back. */
  Optional<Duration> retry() {
    return retry;
  }

  /** The next block; none at the end of the stream. */
  Optional<Block> next() throws IOException {
    Optional<String> id = Optional.empty();
    StringBuilder data = new StringBuilder();
    boolean hasData = false;
    for (String line = read(); line != null; line = read()) {
      if (line.isEmpty()) {
        if (hasData || id.isPresent()) {
          return Optional.of(
              new Block(id, hasData ? Optional.of(data.toString()) : Optional.empty()));
        }
        continue;
      }
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1);
      value = value.startsWith(" ") ? value.substring(1) : value;
      switch (field) {
        case "id" -> id = Optional.of(value);
        case "retry" -> retry = milliseconds(value).or(() -> retry);
        case "data" -> {
          if (hasData) {
            data.append('\n');
          }
          data.append(value);
          hasData = true;
        }
        default -> {
          // Comments and fields of a later standard say nothing here.
        }
      }
    }
    return Optional.empty();
  }

  private @org.jspecify.annotations.Nullable String read() throws IOException {
    String line = lines.readLine();
    lineWasRead.run();
    return line;
  }

  private static Optional<Duration> milliseconds(String value) {
    return value.matches("[0-9]{1,8}")
        ? Optional.of(Duration.ofMillis(Long.parseLong(value)))
        : Optional.empty();
  }
}
