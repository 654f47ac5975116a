package dev.kubezap.whatsapp.history;

import dev.kubezap.whatsapp.model.HistoryPlace;
import dev.kubezap.whatsapp.step.HistoryFile;
import java.util.List;

/**
 * What was read of a history: new work.
 *
 * @param job names the history
 * @param file where it was read
 * @param from where the reading began
 * @param items what was read, in its order
 * @param ended whether nothing of this reading is left
 */
public record HistoryPart(
    String job, HistoryFile file, HistoryPlace from, List<HistoryItem> items, boolean ended) {
  /** Of so many items a part has at most: one commit's worth. */
  public static final int MOST_ITEMS = 250;

  /** And of about so many bytes. */
  public static final int MOST_BYTES = 512 * 1024;

  public HistoryPart {
    items = List.copyOf(items);
  }
}
