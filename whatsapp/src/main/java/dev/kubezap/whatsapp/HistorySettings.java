package dev.kubezap.whatsapp;

import java.nio.file.Path;
import java.util.UUID;

/**
 * What is taken of the phone's history.
 *
 * @param folder where its files are kept while they are being stored, encrypted as they came; for
 *     them alone, and for one session
 */
public record HistorySettings(Path folder) {

  /** In a folder of its own among the machine's temporary ones, which is made when it is needed. */
  static HistorySettings temporary() {
    return new HistorySettings(
        Path.of(System.getProperty("java.io.tmpdir"), "kubezap-history-" + UUID.randomUUID()));
  }
}
