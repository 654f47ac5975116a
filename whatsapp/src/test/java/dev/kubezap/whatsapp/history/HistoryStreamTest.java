package dev.kubezap.whatsapp.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import dev.kubezap.whatsapp.jid.Jid;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

/** A history is read item by item, and what is none ends as an exception, never as a loop. */
class HistoryStreamTest {

  /** Bytes that are written field by field, as a phone of any version may. */
  @FunctionalInterface
  private interface Written {
    void to(CodedOutputStream out) throws IOException;
  }

  private static byte[] bytes(Written written) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    written.to(out);
    out.flush();
    return bytes.toByteArray();
  }

  private static byte[] deflated(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] message(String id) throws IOException {
    byte[] key = bytes(out -> out.writeByteArray(3, text(id)));
    byte[] info = bytes(out -> out.writeByteArray(1, key));
    return bytes(out -> out.writeByteArray(1, info));
  }

  private static List<HistoryItem> read(byte[] deflated, boolean messages) throws IOException {
    List<HistoryItem> items = new ArrayList<>();
    try (HistoryStream stream =
        new HistoryStream(new ByteArrayInputStream(deflated), messages, 1 << 22)) {
      for (Optional<HistoryItem> item = stream.next(); item.isPresent(); item = stream.next()) {
        items.add(item.get());
      }
      assertThat(stream.next()).isEmpty();
    }
    return items;
  }

  private static byte[] history() throws IOException {
    byte[] conversation =
        bytes(
            out -> {
              out.writeByteArray(1, text("4915110000002@s.whatsapp.net"));
              out.writeByteArray(2, message("A"));
              out.writeByteArray(2, new byte[] {10, 100});
              out.writeByteArray(2, new byte[(1 << 20) + 1]);
              out.writeByteArray(2, message("B"));
              out.writeUInt64(12, 1_700_000_000L);
              out.writeUInt32(6, 3);
              // Of a later version.
              out.writeByteArray(900, new byte[10]);
            });
    return bytes(
        out -> {
          out.writeUInt32(1, 3);
          out.writeByteArray(2, conversation);
          out.writeByteArray(
              7,
              bytes(
                  name -> {
                    name.writeByteArray(1, text("4915110000002@s.whatsapp.net"));
                    name.writeByteArray(2, text("Ada"));
                  }));
          out.writeByteArray(
              15,
              bytes(
                  pair -> {
                    pair.writeByteArray(1, text("4915110000002@s.whatsapp.net"));
                    pair.writeByteArray(2, text("7001@lid"));
                  }));
        });
  }

  @Test
  void isReadForPeopleAndThenForMessages() throws IOException {
    Jid ada = Jid.phoneNumber("4915110000002");
    byte[] deflated = deflated(history());
    List<HistoryItem> people = read(deflated, false);
    assertThat(people).hasSize(3);
    assertThat(people.getFirst())
        .isInstanceOfSatisfying(
            HistoryItem.Chat.class,
            chat -> {
              assertThat(chat.id()).isEqualTo(ada);
              assertThat(chat.unread()).isEqualTo(3);
              assertThat(chat.at().orElseThrow().getEpochSecond()).isEqualTo(1_700_000_000L);
            });
    assertThat(people)
        .contains(
            new HistoryItem.Name(ada, Optional.of("Ada"), Optional.empty()),
            new HistoryItem.Pair(ada, Jid.lid("7001")));
    List<HistoryItem> messages = read(deflated, true);
    assertThat(messages).hasSize(4);
    assertThat(messages.get(0))
        .isInstanceOfSatisfying(
            HistoryItem.Message.class,
            message -> {
              assertThat(message.info().getKey().getId()).isEqualTo("A");
              assertThat(message.number()).isZero();
            });
    assertThat(messages.get(1)).isInstanceOf(HistoryItem.Unreadable.class);
    assertThat(messages.get(2)).isInstanceOf(HistoryItem.TooLong.class);
    assertThat(messages.get(3))
        .isInstanceOfSatisfying(
            HistoryItem.Message.class,
            message -> assertThat(message.info().getKey().getId()).isEqualTo("B"));
  }

  /** Whatever is missing at its end, it is no history. */
  @Test
  void whatIsCutIsRefused() throws IOException {
    byte[] deflated = deflated(history());
    for (int length = 0; length < deflated.length; length++) {
      byte[] cut = Arrays.copyOf(deflated, length);
      assertThatThrownBy(() -> read(cut, true)).isInstanceOf(IOException.class);
    }
    byte[] whole = history();
    byte[] half = deflated(Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> read(half, true)).isInstanceOf(IOException.class);
  }

  /** A few bytes that inflate to very many are not read to their end. */
  @Test
  void whatInflatesTooFarIsRefused() throws IOException {
    byte[] bomb =
        deflated(
            bytes(
                out -> {
                  for (int i = 0; i < 8; i++) {
                    out.writeByteArray(11, new byte[1 << 20]);
                  }
                }));
    assertThatThrownBy(() -> read(bomb, false)).isInstanceOf(HistoryTooLargeException.class);
    assertThatThrownBy(() -> read(bomb, true)).isInstanceOf(HistoryTooLargeException.class);
  }

  @Test
  void impossibleLengthsAreRefused() throws IOException {
    for (int field : new int[] {2, 3, 7, 15}) {
      byte[] negative =
          deflated(
              bytes(
                  out -> {
                    out.writeTag(field, 2);
                    out.writeUInt32NoTag(-1);
                  }));
      assertThatThrownBy(() -> read(negative, false)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> read(negative, true)).isInstanceOf(IOException.class);
    }
  }
}
