package dev.kubezap.pod.webhook;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Chats with more rows than are held. Whatever else comes of them gets a row too and is let go of;
 * it is read when those before it are done.
 */
final class Overflow {
  private final Set<String> chats;
  private final List<Delivery> unwritten = new ArrayList<>();

  Overflow(Set<String> chats) {
    this.chats = new HashSet<>(chats);
  }

  boolean has(String chat) {
    return chats.contains(chat);
  }

  Set<String> chats() {
    return chats;
  }

  /** Of this chat there are further rows. */
  void add(String chat) {
    chats.add(chat);
  }

  /** One more of a chat; its row is to be written. */
  void add(Delivery delivery) {
    add(delivery.chat());
    unwritten.add(delivery);
  }

  int unwritten() {
    return unwritten.size();
  }

  /** The first whose row is to be written. */
  OptionalLong firstUnwritten() {
    return unwritten.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(unwritten.getFirst().sequence());
  }

  /** Those whose rows are written now. */
  List<Delivery> take() {
    List<Delivery> taken = List.copyOf(unwritten);
    unwritten.clear();
    return taken;
  }

  /** Further rows of some of them were read. */
  void refilled(List<String> asked, WaitingRows rows) {
    Set<String> found = new HashSet<>();
    rows.deliveries().forEach(delivery -> found.add(delivery.chat()));
    for (String chat : asked) {
      boolean answered = rows.everyChat() || found.contains(chat);
      if (answered && !rows.more().contains(chat)) {
        chats.remove(chat);
      }
    }
  }
}
