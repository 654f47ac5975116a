package dev.kubezap.whatsapp.step;

import dev.kubezap.whatsapp.model.StanzaName;
import dev.kubezap.whatsapp.store.RecordKey;
import java.util.List;

/**
 * Stored state that gathering will ask for, so that it is read for a whole batch at once. Only a
 * hint: what is missing here is read when it is gathered.
 *
 * @param records the keys of records
 * @param messages the names of messages
 */
public record Wanted(List<RecordKey<?>> records, List<StanzaName> messages) {

  /** Nothing is known beforehand. */
  public static final Wanted NOTHING = new Wanted(List.of(), List.of());

  public Wanted {
    records = List.copyOf(records);
    messages = List.copyOf(messages);
  }
}
