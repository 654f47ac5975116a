package dev.kubezap.whatsapp.message;

import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.ArrayList;
import java.util.List;

/** What is to be sent later and has not joined the queue yet. */
final class DelayedSends {
  private static final int PAGE = 200;

  private DelayedSends() {}

  /**
   * The messages of it, the soonest first.
   *
   * @param limit how many at most; fewer come back only when there are no more
   */
  static List<QueuedMessage> read(StateReader state, int limit) {
    List<QueuedMessage> found = new ArrayList<>();
    String after = "";
    List<String> names;
    do {
      names = state.recordNames(SendTimeKey.Kind.DELAYED.stored(), after, PAGE);
      names.stream()
          .flatMap(name -> SendTimeKey.parse(SendTimeKey.Kind.DELAYED, name).stream())
          .flatMap(key -> state.message(key.id()).stream())
          .filter(message -> message.status() == MessageStatus.QUEUED)
          .map(message -> new QueuedMessage(message.id(), message.chat()))
          .forEach(found::add);
      after = names.isEmpty() ? after : names.getLast();
    } while (found.size() < limit && names.size() == PAGE);
    return found.stream().limit(limit).toList();
  }
}
