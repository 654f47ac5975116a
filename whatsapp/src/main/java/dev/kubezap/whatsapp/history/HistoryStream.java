package dev.kubezap.whatsapp.history;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.proto.HistoryGlobalSettings;
import dev.kubezap.whatsapp.proto.HistoryInlineContact;
import dev.kubezap.whatsapp.proto.HistoryLidMapping;
import dev.kubezap.whatsapp.proto.HistoryPushname;
import dev.kubezap.whatsapp.proto.HistorySyncMsg;
import dev.kubezap.whatsapp.proto.WebMessageInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.InflaterInputStream;

/**
 * Reads a history item by item, however large it is: in memory is never more than one message.
 * Field numbers are those of {@code HistorySync} (PROTOCOL 14). Used by one thread.
 */
public final class HistoryStream implements AutoCloseable {
  /** More inflated bytes than a phone puts into one part. */
  private static final long LARGEST = 1L << 30;

  private static final int LONGEST_MESSAGE = 1 << 20;
  private static final int LONGEST_ENTRY = 1 << 16;

  private static final int CONVERSATION = tag(2);
  private static final int STATUS = tag(3);
  private static final int PUSH_NAME = tag(7);
  private static final int SETTINGS = tag(8);
  private static final int LID_MAPPING = tag(15);
  private static final int INLINE_CONTACT = tag(20);
  private static final int CHAT_MESSAGE = tag(2);

  private final InputStream inflated;
  private final CodedInputStream in;
  private final boolean messages;

  /** The conversation that is being read; none between two. */
  private Optional<HistoryChat> chat = Optional.empty();

  /** The limit that holds again behind it. */
  private int outer;

  private int statuses;
  private boolean ended;

  private static int tag(int field) {
    return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }

  /**
   * Reads deflated bytes.
   *
   * @param messages whether messages are read, or all but them
   */
  public HistoryStream(InputStream deflated, boolean messages) {
    this(deflated, messages, LARGEST);
  }

  HistoryStream(InputStream deflated, boolean messages, long largest) {
    this.messages = messages;
    inflated = new BoundedStream(new InflaterInputStream(deflated), largest);
    in = CodedInputStream.newInstance(inflated);
  }

  /**
   * The next item.
   *
   * @return empty at the end
   * @throws IOException when the bytes are no history, or more than any has
   */
  public Optional<HistoryItem> next() throws IOException {
    while (!ended) {
      Optional<HistoryItem> item = chat.isPresent() ? ofChat(chat.get()) : top();
      if (item.isPresent()) {
        return item;
      }
    }
    return Optional.empty();
  }

  private Optional<HistoryItem> top() throws IOException {
    int tag = in.readTag();
    if (tag == 0) {
      ended = true;
      return Optional.empty();
    }
    if (tag == CONVERSATION) {
      outer = in.pushLimit(in.readRawVarint32());
      chat = Optional.of(new HistoryChat());
      return Optional.empty();
    }
    if (messages) {
      if (tag == STATUS) {
        return status();
      }
      return skipped(tag);
    }
    if (tag == PUSH_NAME) {
      return entry().flatMap(HistoryStream::pushName);
    }
    if (tag == LID_MAPPING) {
      return entry().flatMap(HistoryStream::pair);
    }
    if (tag == INLINE_CONTACT) {
      return entry().flatMap(HistoryStream::contact);
    }
    return tag == SETTINGS ? entry().flatMap(HistoryStream::migrated) : skipped(tag);
  }

  private Optional<HistoryItem> ofChat(HistoryChat of) throws IOException {
    int tag = in.readTag();
    if (tag == 0) {
      in.popLimit(outer);
      chat = Optional.empty();
      return messages ? Optional.empty() : of.item();
    }
    if (tag == CHAT_MESSAGE) {
      return messages ? message(of) : skipped(tag);
    }
    if (!of.take(tag, in)) {
      return skipped(tag);
    }
    return Optional.empty();
  }

  private Optional<HistoryItem> message(HistoryChat of) throws IOException {
    int number = of.nextMessage();
    Optional<ByteString> bytes = bytes(in, LONGEST_MESSAGE);
    if (bytes.isEmpty()) {
      return Optional.of(new HistoryItem.TooLong());
    }
    try {
      WebMessageInfo info = HistorySyncMsg.parseFrom(bytes.get()).getMessage();
      return Optional.of(new HistoryItem.Message(of.id(), number, info));
    } catch (InvalidProtocolBufferException e) {
      return Optional.of(new HistoryItem.Unreadable(of.id(), bytes.get()));
    }
  }

  private Optional<HistoryItem> status() throws IOException {
    Optional<ByteString> bytes = bytes(in, LONGEST_MESSAGE);
    if (bytes.isEmpty()) {
      return Optional.of(new HistoryItem.TooLong());
    }
    Optional<Jid> feed = Optional.of(Jid.STATUS);
    try {
      return Optional.of(
          new HistoryItem.Message(feed, statuses++, WebMessageInfo.parseFrom(bytes.get())));
    } catch (InvalidProtocolBufferException e) {
      return Optional.of(new HistoryItem.Unreadable(feed, bytes.get()));
    }
  }

  private Optional<HistoryItem> skipped(int tag) throws IOException {
    if (!in.skipField(tag)) {
      throw new InvalidProtocolBufferException("a group ends that did not begin");
    }
    return Optional.empty();
  }

  private Optional<ByteString> entry() throws IOException {
    return bytes(in, LONGEST_ENTRY);
  }

  /** The bytes of a field; empty, and skipped, when they are more than that. */
  static Optional<ByteString> bytes(CodedInputStream in, int most) throws IOException {
    int length = in.readRawVarint32();
    if (length < 0) {
      throw new InvalidProtocolBufferException("a field has a negative length");
    }
    if (length > most) {
      in.skipRawBytes(length);
      return Optional.empty();
    }
    return Optional.of(ByteString.copyFrom(in.readRawBytes(length)));
  }

  /** A small part that cannot be read says nothing; the rest goes on. */
  private static Optional<HistoryItem> pushName(ByteString bytes) {
    try {
      HistoryPushname told = HistoryPushname.parseFrom(bytes);
      return named(told.getId(), HistoryChat.text(told.getPushname()), Optional.empty());
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  private static Optional<HistoryItem> contact(ByteString bytes) {
    try {
      HistoryInlineContact told = HistoryInlineContact.parseFrom(bytes);
      String id = told.getPnJid().isEmpty() ? told.getLidJid() : told.getPnJid();
      return named(id, Optional.empty(), HistoryChat.text(told.getFullName()));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  private static Optional<HistoryItem> named(
      String id, Optional<String> pushName, Optional<String> name) {
    return HistoryChat.account(id)
        .filter(jid -> jid.isUser() && (pushName.isPresent() || name.isPresent()))
        .map(jid -> new HistoryItem.Name(jid, pushName, name));
  }

  private static Optional<HistoryItem> pair(ByteString bytes) {
    try {
      HistoryLidMapping told = HistoryLidMapping.parseFrom(bytes);
      return HistoryChat.account(told.getPnJid())
          .filter(Jid::isPhoneNumber)
          .flatMap(
              phone ->
                  HistoryChat.account(told.getLidJid())
                      .filter(Jid::isLid)
                      .map(lid -> new HistoryItem.Pair(phone, lid)));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  private static Optional<HistoryItem> migrated(ByteString bytes) {
    try {
      return HistoryGlobalSettings.parseFrom(bytes).getChatDbLidMigrationTimestamp() > 0
          ? Optional.of(new HistoryItem.Migrated())
          : Optional.empty();
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    inflated.close();
  }
}
