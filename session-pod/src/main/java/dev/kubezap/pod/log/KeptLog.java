package dev.kubezap.pod.log;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.json.Json;
import dev.kubezap.pod.json.MalformedJsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The last lines of the log, kept on the volume over restarts: two files of at most a MiB, of which
 * the older one goes. Safe for use by several threads.
 */
public final class KeptLog {
  private static final long DEFAULT_BYTES = 1 << 20;

  private final Path newer;
  private final Path older;
  private final long most;
  private boolean begun;

  /**
   * @param folder the volume
   */
  public KeptLog(Path folder) {
    this(folder, DEFAULT_BYTES);
  }

  /**
   * @param most bytes of each file
   */
  KeptLog(Path folder, long most) {
    newer = folder.resolve("log.jsonl");
    older = folder.resolve("log.old.jsonl");
    this.most = most;
  }

  /**
   * Keeps a line, which ends the file's last one. Where the volume takes none it is in the
   * process's own output alone: what cannot be logged cannot be told by the log either.
   */
  synchronized void add(String line) {
    try {
      if (Files.exists(newer) && Files.size(newer) >= most) {
        Files.move(newer, older, StandardCopyOption.REPLACE_EXISTING);
      }
      // A kill may have cut off the line before, which this one must not join.
      String own = begun ? line : "\n" + line;
      Files.writeString(newer, own, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      begun = true;
    } catch (IOException volume) {
      return;
    }
  }

  /**
   * The newest lines first. A line that is no JSON, such as one that a kill has cut off, is left
   * out.
   *
   * @param levels their levels
   * @param before they are older than this
   * @throws IOException when the volume cannot be read
   */
  public synchronized List<ObjectNode> newest(
      Set<String> levels, Optional<Instant> before, int limit) throws IOException {
    List<ObjectNode> found = new ArrayList<>();
    for (Path file : List.of(newer, older)) {
      if (!Files.exists(file)) {
        continue;
      }
      String[] lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\n", -1);
      for (int i = lines.length - 1; i >= 0 && found.size() < limit; i--) {
        parsed(lines[i])
            .filter(line -> levels.contains(line.path("level").asText()))
            .filter(line -> before.isEmpty() || isBefore(line, before.get()))
            .ifPresent(found::add);
      }
    }
    return found;
  }

  private static Optional<ObjectNode> parsed(String line) {
    if (line.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Json.read(line.getBytes(StandardCharsets.UTF_8)) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (MalformedJsonException cutOff) {
      return Optional.empty();
    }
  }

  private static boolean isBefore(ObjectNode line, Instant time) {
    try {
      return Instant.parse(line.path("timestamp").asText()).isBefore(time);
    } catch (DateTimeException foreign) {
      return false;
    }
  }
}
