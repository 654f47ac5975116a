package dev.kubezap.whatsapp.model;

/**
 * How far a part of the phone's history is stored. It is read twice: who is in it comes first, so
 * that messages find their chats under the names that stay.
 *
 * @param messages whether it is read for its messages
 * @param items how many items of this reading are stored
 */
public record HistoryPlace(boolean messages, long items) {
  /** Nothing is stored. */
  public static final HistoryPlace START = new HistoryPlace(false, 0);

  /** Behind so many more items. */
  public HistoryPlace after(int more) {
    return new HistoryPlace(messages, items + more);
  }

  /** Where the reading for messages begins. */
  public HistoryPlace second() {
    return new HistoryPlace(true, 0);
  }
}
