package dev.kubezap.whatsapp.history;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.kubezap.whatsapp.jid.Jid;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * A conversation as far as it was read; its fields come in any order. Field numbers are those of
 * {@code Conversation} (PROTOCOL 14). Used by one thread.
 */
final class HistoryChat {
  /** The year 9999: nobody's time is later. */
  private static final long LATEST_SECOND = 253_402_300_799L;

  private static final int LONGEST_TEXT = 4_096;
  private static final int LONGEST_NAME = 256;
  private static final int LONGEST_TOKEN = 1_024;
  private static final int MOST_UNREAD = 1_000_000;

  private Optional<Jid> id = Optional.empty();
  private Optional<String> name = Optional.empty();
  private Optional<Jid> phone = Optional.empty();
  private Optional<Jid> lid = Optional.empty();
  private Optional<ByteString> token = Optional.empty();
  private long tokenAt;
  private long tokenIssuedAt;
  private long lastMessageAt;
  private long changedAt;
  private int unread;
  private int messages;

  Optional<Jid> id() {
    return id;
  }

  /** How many messages came before. */
  int nextMessage() {
    return messages++;
  }

  /** Takes a field that matters; false, with nothing taken, for any other. */
  boolean take(int tag, CodedInputStream in) throws IOException {
    int field = WireFormat.getTagFieldNumber(tag);
    return switch (WireFormat.getTagWireType(tag)) {
      case WireFormat.WIRETYPE_VARINT -> number(field, in);
      case WireFormat.WIRETYPE_LENGTH_DELIMITED -> text(field, in);
      default -> false;
    };
  }

  private boolean number(int field, CodedInputStream in) throws IOException {
    switch (field) {
      case 5 -> lastMessageAt = in.readRawVarint64();
      case 6 -> unread = (int) Math.clamp(in.readRawVarint64(), 0, MOST_UNREAD);
      case 12 -> changedAt = in.readRawVarint64();
      case 22 -> tokenAt = in.readRawVarint64();
      case 28 -> tokenIssuedAt = in.readRawVarint64();
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean text(int field, CodedInputStream in) throws IOException {
    switch (field) {
      case 1 -> id = jid(in);
      case 13 -> name = HistoryStream.bytes(in, LONGEST_TEXT).flatMap(HistoryChat::text);
      case 21 -> token = HistoryStream.bytes(in, LONGEST_TOKEN).filter(bytes -> !bytes.isEmpty());
      case 39 -> phone = jid(in).filter(Jid::isPhoneNumber);
      case 42 -> lid = jid(in).filter(Jid::isLid);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static Optional<Jid> jid(CodedInputStream in) throws IOException {
    return HistoryStream.bytes(in, LONGEST_TEXT)
        .filter(ByteString::isValidUtf8)
        .flatMap(bytes -> account(bytes.toStringUtf8()));
  }

  private static Optional<String> text(ByteString bytes) {
    return bytes.isValidUtf8() ? text(bytes.toStringUtf8()) : Optional.empty();
  }

  /** A name that somebody may be shown by. */
  static Optional<String> text(String name) {
    return name.isBlank() || name.length() > LONGEST_NAME || name.indexOf('\0') >= 0
        ? Optional.empty()
        : Optional.of(name);
  }

  /** An address without device. */
  static Optional<Jid> account(String text) {
    return Jid.parse(text).map(Jid::normalized).map(Jid::account);
  }

  /** A time in seconds; empty when it is none. */
  static Optional<Instant> time(long seconds) {
    return seconds > 0 && seconds <= LATEST_SECOND
        ? Optional.of(Instant.ofEpochSecond(seconds))
        : Optional.empty();
  }

  /** What was read; empty for what is no chat that is shown. */
  Optional<HistoryItem> item() {
    return id.filter(HistoryChat::isShown)
        .map(
            jid ->
                new HistoryItem.Chat(
                    jid,
                    name,
                    unread,
                    time(changedAt).or(() -> time(lastMessageAt)),
                    phone,
                    lid,
                    token.map(
                        bytes ->
                            new HistoryItem.Token(
                                bytes, time(tokenAt).orElse(Instant.EPOCH), time(tokenIssuedAt)))));
  }

  /** Whether a chat is shown: with somebody, a group, the status feed. */
  static boolean isShown(Jid jid) {
    return jid.isUser() || jid.isGroup() || jid.isStatus();
  }
}
