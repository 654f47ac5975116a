package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.kubezap.whatsapp.history.HistoryItem;
import dev.kubezap.whatsapp.history.HistoryPart;
import dev.kubezap.whatsapp.history.HistoryTrouble;
import dev.kubezap.whatsapp.model.HistoryPlace;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.HistoryFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

/** Parts of a history follow each other, wherever the one that reads goes on. */
class HistoryReadingTest {
  private static final HistoryPlace MESSAGES = HistoryPlace.START.second();
  private final HistoryReads reading = InlineHistories.reading();

  /** One conversation of messages named M0, M1 and so on, deflated. */
  private static ByteString history(int messages) throws IOException {
    byte[] conversation =
        bytes(
            out -> {
              out.writeString(1, "4915110000002@s.whatsapp.net");
              for (int i = 0; i < messages; i++) {
                String id = "M" + i;
                byte[] key = bytes(one -> one.writeString(3, id));
                byte[] info = bytes(one -> one.writeByteArray(1, key));
                out.writeByteArray(2, bytes(one -> one.writeByteArray(1, info)));
              }
            });
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(deflated)) {
      out.write(
          bytes(
              one -> {
                one.writeUInt32(1, 3);
                one.writeByteArray(2, conversation);
              }));
    }
    return ByteString.copyFrom(deflated.toByteArray());
  }

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

  private Object read(ByteString deflated, HistoryPlace from) {
    List<Object> results = new ArrayList<>();
    reading.read(
        new Effect.ReadHistory("job", new HistoryFile.Inline(deflated), from), results::add);
    assertThat(results).hasSize(1);
    return results.getFirst();
  }

  private static List<String> ids(Object part) {
    return ((HistoryPart) part)
        .items().stream()
            .map(item -> ((HistoryItem.Message) item).info().getKey().getId())
            .toList();
  }

  @Test
  void partsFollowEachOtherToTheEnd() throws IOException {
    ByteString file = history(600);
    HistoryPart first = (HistoryPart) read(file, MESSAGES);
    HistoryPart second = (HistoryPart) read(file, MESSAGES.after(250));
    HistoryPart third = (HistoryPart) read(file, MESSAGES.after(500));
    assertThat(ids(first)).hasSize(250).startsWith("M0", "M1").endsWith("M249");
    assertThat(ids(second)).hasSize(250).startsWith("M250").endsWith("M499");
    assertThat(ids(third)).hasSize(100).startsWith("M500").endsWith("M599");
    assertThat(List.of(first.ended(), second.ended(), third.ended()))
        .containsExactly(false, false, true);
  }

  /** What was read before it was wanted is not given in the place of what is wanted. */
  @Test
  void aPlaceElsewhereIsReadAnew() throws IOException {
    ByteString file = history(600);
    assertThat(ids(read(file, MESSAGES))).startsWith("M0");
    assertThat(ids(read(file, MESSAGES))).startsWith("M0").endsWith("M249");
    assertThat(ids(read(file, MESSAGES.after(500)))).startsWith("M500").hasSize(100);
    assertThat(ids(read(file, MESSAGES.after(250)))).startsWith("M250").endsWith("M499");
  }

  /** What is damaged behind a part is told when it is wanted, not with the part before it. */
  @Test
  void aDamagedEndIsToldInItsPlace() throws IOException {
    ByteString whole = history(600);
    ByteString file = whole.substring(0, whole.size() - 8);
    HistoryPart first = (HistoryPart) read(file, MESSAGES);
    assertThat(ids(first)).startsWith("M0").endsWith("M249");
    assertThat(ids(read(file, MESSAGES.after(250)))).endsWith("M499");
    assertThat(read(file, MESSAGES.after(500)))
        .isEqualTo(new HistoryTrouble("job", MESSAGES.after(500), "damaged", false));
  }
}
