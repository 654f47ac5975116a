package dev.kubezap.simulator.phone;

import dev.kubezap.simulator.crypto.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a phone knows from before a companion was linked.
 *
 * @param conversations in the order in which they are told
 * @param statuses of the status feed
 * @param files whether its parts are files on the media host; else they come in their notifications
 * @param perPart how many messages a part holds at most
 * @param damaged whether its files are not what their notifications announce
 */
public record PhoneHistory(
    List<Conversation> conversations,
    List<Entry> statuses,
    boolean files,
    int perPart,
    boolean damaged) {

  /**
   * A chat.
   *
   * @param chat a phone number's or LID's address, or a group's
   * @param name of a group, or in the address book; empty for none
   * @param messages the newest first
   */
  public record Conversation(String chat, String name, int unread, List<Entry> messages) {
    public Conversation {
      messages = List.copyOf(messages);
    }

    /** The same with other messages. */
    Conversation with(List<Entry> others) {
      return new Conversation(chat, name, unread, others);
    }
  }

  /**
   * A message.
   *
   * @param participant who wrote it, in a group
   * @param pushName the writer's; empty for none
   * @param status as {@code WebMessageInfo} has it
   * @param message the encoded {@code Message}; what cannot be parsed is told as it is
   * @param reaction of the chat's other side; empty for none
   */
  public record Entry(
      String id,
      boolean fromMe,
      Optional<String> participant,
      String pushName,
      Instant at,
      int status,
      Bytes message,
      String reaction) {

    /** A text. */
    public static Entry text(String id, boolean fromMe, String text, Instant at) {
      return new Entry(
          id, fromMe, Optional.empty(), "", at, 3, PhoneContent.text(text).message(), "");
    }

    /** Written by a member of a group. */
    public Entry by(String writer, String name) {
      return new Entry(id, fromMe, Optional.of(writer), name, at, status, message, reaction);
    }

    /** With a reaction of the chat's other side. */
    public Entry reacted(String emoji) {
      return new Entry(id, fromMe, participant, pushName, at, status, message, emoji);
    }
  }

  public PhoneHistory {
    conversations = List.copyOf(conversations);
    statuses = List.copyOf(statuses);
  }

  /** One that comes within its notifications. */
  public static PhoneHistory inline(Conversation... conversations) {
    return new PhoneHistory(List.of(conversations), List.of(), false, 10_000, false);
  }

  /** One that comes as files with so many messages each. */
  public static PhoneHistory inFiles(int perPart, Conversation... conversations) {
    return new PhoneHistory(List.of(conversations), List.of(), true, perPart, false);
  }

  /** The same in files that are not what is announced. */
  public PhoneHistory spoiled() {
    return new PhoneHistory(conversations, statuses, true, perPart, true);
  }
}
