package dev.kubezap.pod.crash.agent;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What is to happen where, in a folder that the test and the tested process share.
 *
 * @param folder with the files {@code plan} (action, place), {@code log} (what was seen, by the
 *     process), {@code reached} (by the process, when it is at the place), {@code go} (by the test,
 *     to let a held process go on) and {@code clock} (by the test, milliseconds by which the wall
 *     clock is wrong)
 * @param action {@code none}, {@code halt} or {@code hold}
 * @param place a regular expression for the place's name
 */
record Plan(Path folder, String action, String place) {
  static Plan read(Path folder) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("plan"));
    return new Plan(folder, lines.get(0), lines.get(1));
  }

  boolean isAt(String name) {
    return name.matches(place);
  }

  boolean halts() {
    return action.equals("halt");
  }

  void log(String line) {
    write("log", line + "\n");
  }

  void reached() {
    write("reached", "\n");
  }

  boolean mayGo() {
    return Files.exists(folder.resolve("go"));
  }

  /** Milliseconds by which the wall clock is wrong. */
  long clockOffset() {
    Path file = folder.resolve("clock");
    try {
      return Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String file, String text) {
    // Not by a channel: those are what is watched.
    try (FileOutputStream out = new FileOutputStream(folder.resolve(file).toFile(), true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
