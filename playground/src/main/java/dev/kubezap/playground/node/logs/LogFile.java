package dev.kubezap.playground.node.logs;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** One container's log. */
record LogFile(Path file) {

  private static final int BUFFER = 8192;
  private static final Duration BETWEEN = Duration.ofMillis(200);

  /**
   * Writes what is wanted of it; with follow, until the reader leaves.
   *
   * @param goOn asked between two looks at the file
   */
  void copy(LogQuery query, OutputStream out, BooleanSupplier goOn)
      throws IOException, InterruptedException {
    try (var log = new RandomAccessFile(file.toFile(), "r")) {
      log.seek(start(log, query.tailLines()));
      var buffer = new byte[BUFFER];
      while (goOn.getAsBoolean()) {
        var count = log.read(buffer);
        if (count > 0) {
          out.write(buffer, 0, count);
        } else if (!query.follow()) {
          return;
        } else {
          out.flush();
          Thread.sleep(BETWEEN);
        }
      }
    }
  }

  /** Where the last so many lines begin. */
  private static long start(RandomAccessFile log, int lines) throws IOException {
    if (lines < 0) {
      return 0;
    }
    var found = 0;
    for (var position = log.length() - 1; position >= 0; position--) {
      log.seek(position);
      var last = position == log.length() - 1;
      if (log.read() == '\n' && !last && ++found == lines) {
        return position + 1;
      }
    }
    return lines == 0 ? log.length() : 0;
  }
}
