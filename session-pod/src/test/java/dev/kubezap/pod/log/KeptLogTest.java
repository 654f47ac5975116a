package dev.kubezap.pod.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of the log, for how long, and in which order it is read. */
class KeptLogTest {
  private static final Set<String> ALL = Set.of("ERROR", "WARN", "INFO");

  @TempDir private Path folder;

  private static void say(KeptLog log, Level level, String text, int second) {
    LogRecord said = new LogRecord(level, text);
    said.setInstant(Instant.ofEpochSecond(second));
    new KeepingHandler(log, new JsonLineFormatter(Map.of("session", "shop"))).publish(said);
  }

  private static List<String> texts(List<ObjectNode> lines) {
    return lines.stream().map(line -> line.path("message").asText()).toList();
  }

  @Test
  void theNewestComeFirstByLevelAndTime() throws IOException {
    KeptLog log = new KeptLog(folder);
    say(log, Level.INFO, "begun", 1);
    say(log, Level.WARNING, "slow", 2);
    say(log, Level.FINE, "detail", 3);
    say(log, Level.SEVERE, "broken", 4);
    KeptLog next = new KeptLog(folder);
    assertThat(texts(next.newest(ALL, Optional.empty(), 10)))
        .as("also in the next process")
        .containsExactly("broken", "slow", "begun");
    assertThat(texts(next.newest(Set.of("ERROR", "WARN"), Optional.empty(), 1)))
        .containsExactly("broken");
    assertThat(texts(next.newest(ALL, Optional.of(Instant.ofEpochSecond(4)), 10)))
        .containsExactly("slow", "begun");
    assertThat(next.newest(ALL, Optional.empty(), 1).getFirst().path("session").asText())
        .isEqualTo("shop");
  }

  @Test
  void theOldestGoAndTheFilesStaySmall() throws IOException {
    KeptLog log = new KeptLog(folder, 1_000);
    for (int i = 0; i < 100; i++) {
      say(log, Level.INFO, "line " + i, i);
    }
    List<String> kept = texts(log.newest(ALL, Optional.empty(), 200));
    assertThat(kept).hasSizeBetween(5, 20).startsWith("line 99", "line 98");
    long bytes = 0;
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    assertThat(bytes).isLessThan(2_500);
  }

  @Test
  void whatAKillHasCutOffIsLeftOut() throws IOException {
    KeptLog log = new KeptLog(folder);
    say(log, Level.INFO, "whole", 1);
    Files.writeString(
        folder.resolve("log.jsonl"),
        Files.readString(folder.resolve("log.jsonl")) + "{\"timestamp\":\"2026-");
    assertThat(texts(log.newest(ALL, Optional.empty(), 10))).containsExactly("whole");
  }

  @Test
  void aVolumeThatTakesNothingDisturbsNobody() throws IOException {
    KeptLog log = new KeptLog(folder.resolve("is not there"));
    say(log, Level.INFO, "lost", 1);
    assertThat(log.newest(ALL, Optional.empty(), 10)).isEmpty();
  }

  @Test
  void aLineThatAKillCutOffTakesNoOtherAlong() throws IOException {
    say(new KeptLog(folder), Level.INFO, "before", 1);
    Files.writeString(folder.resolve("log.jsonl"), "{\"level\":\"IN", StandardOpenOption.APPEND);
    KeptLog next = new KeptLog(folder);
    say(next, Level.INFO, "after", 2);
    assertThat(texts(next.newest(ALL, Optional.empty(), 10))).containsExactly("after", "before");
  }
}
