package dev.kubezap.whatsapp.history;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.proto.WebMessageInfo;
import java.time.Instant;
import java.util.Optional;

/** One thing that a history tells. Everything but messages comes with the first reading. */
public sealed interface HistoryItem {

  /** About how many bytes it takes in memory. */
  default int size() {
    return 256;
  }

  /** A phone number and its LID. */
  record Pair(Jid phone, Jid lid) implements HistoryItem {}

  /**
   * How somebody is called.
   *
   * @param pushName by himself
   * @param name in the phone's address book
   */
  record Name(Jid id, Optional<String> pushName, Optional<String> name) implements HistoryItem {}

  /** The account's direct messages go to LIDs. */
  record Migrated() implements HistoryItem {}

  /**
   * A chat.
   *
   * @param name of a group, or in the phone's address book
   * @param at when something happened in it last, where that is told
   * @param phone the phone number of the other side, where it is told beside the id
   * @param lid the same for its LID
   * @param token what our messages to the other side are to carry
   */
  record Chat(
      Jid id,
      Optional<String> name,
      int unread,
      Optional<Instant> at,
      Optional<Jid> phone,
      Optional<Jid> lid,
      Optional<Token> token)
      implements HistoryItem {}

  /**
   * The other side's privacy token.
   *
   * @param at when it was issued
   * @param issuedAt when ours was issued to the other side
   */
  record Token(ByteString bytes, Instant at, Optional<Instant> issuedAt) {
    /** Leaves out the token. */
    @Override
    public String toString() {
      return "Token[" + at + "]";
    }
  }

  /**
   * A message.
   *
   * @param chat as its conversation names it; empty when that has no usable name
   * @param number how many of its conversation came before it; the newest comes first
   */
  record Message(Optional<Jid> chat, int number, WebMessageInfo info) implements HistoryItem {
    @Override
    public int size() {
      return 256 + info.getSerializedSize();
    }

    /** Hides what it says. */
    @Override
    public String toString() {
      return "Message[" + number + "]";
    }
  }

  /** Bytes in the place of a message that are none. */
  record Unreadable(Optional<Jid> chat, ByteString bytes) implements HistoryItem {
    @Override
    public int size() {
      return 256 + bytes.size();
    }

    /** Hides them. */
    @Override
    public String toString() {
      return "Unreadable[" + bytes.size() + " bytes]";
    }
  }

  /** A message with more bytes than any has; they were skipped. */
  record TooLong() implements HistoryItem {}
}
