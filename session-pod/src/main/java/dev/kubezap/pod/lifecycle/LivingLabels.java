package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.store.Slice;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageAdditions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Leaves labels that were deleted out of what bears them: a label is deleted by one change, however
 * many chats and messages have it. Which labels there are is asked only when something bears one.
 */
final class LivingLabels {

  private LivingLabels() {}

  static Slice<Chat> ofChats(Slice<Chat> slice, Supplier<Set<String>> labels) {
    if (slice.items().stream().allMatch(chat -> chat.settings().labels().isEmpty())) {
      return slice;
    }
    Set<String> living = labels.get();
    return new Slice<>(
        slice.items().stream().map(chat -> without(chat, living)).toList(), slice.nextCursor());
  }

  static Chat ofChat(Chat chat, Supplier<Set<String>> labels) {
    return chat.settings().labels().isEmpty() ? chat : without(chat, labels.get());
  }

  private static Chat without(Chat chat, Set<String> living) {
    return chat.with(chat.settings().withLabels(both(chat.settings().labels(), living)));
  }

  static Map<String, MessageAdditions> ofMessages(
      Map<String, MessageAdditions> additions, Supplier<Set<String>> labels) {
    if (additions.values().stream().allMatch(one -> one.labels().isEmpty())) {
      return additions;
    }
    Set<String> living = labels.get();
    Map<String, MessageAdditions> told = new HashMap<>(additions);
    told.replaceAll((_, one) -> one.withLabels(both(one.labels(), living)));
    return told;
  }

  private static Set<String> both(Set<String> some, Set<String> others) {
    Set<String> both = new HashSet<>(some);
    both.retainAll(others);
    return both;
  }
}
