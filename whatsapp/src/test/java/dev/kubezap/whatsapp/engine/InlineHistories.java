package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.transfer.HistoryDownload;
import dev.kubezap.whatsapp.transfer.MediaTransfer;
import dev.kubezap.whatsapp.transport.WebClient;
import java.nio.file.Path;
import java.util.Optional;

/** Reads histories that come within their notification, at once. */
final class InlineHistories {

  private InlineHistories() {}

  static HistoryReads reading() {
    MediaTransfer nowhere =
        new MediaTransfer(true, new WebClient(Optional.empty(), Optional.empty(), _ -> false));
    return new HistoryReading(
        new HistoryDownload(nowhere, Path.of("target", "no-histories")), Runnable::run);
  }
}
