package dev.kubezap.pod.store;

import static dev.kubezap.pod.store.Samples.id;
import static dev.kubezap.pod.store.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.outbox.EventLog;
import dev.kubezap.pod.outbox.StoredEvent;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** However long texts are, one read takes a bounded part of the heap; nothing is left out. */
class PageBytesTest {
  private static final Jid ALICE = Jid.phoneNumber("4915100000001");
  private static final int COUNT = 60;
  private static final int LIMIT = 50;
  private static final int LONG = 65_536;
  private static final int MOST_TOGETHER = 1 + (1 << 19) / LONG;

  @AutoClose private final TestStore test = TestStore.open();

  @Test
  void eventsOfLongTextsComeInShorterPages() throws Exception {
    store(COUNT, LONG, MessageEvent.Received::new);
    comeInShorterPages();
  }

  /** Their documents are made from the messages' rows. */
  @Test
  void eventsThatNameLongMessagesComeInShorterPages() throws Exception {
    store(COUNT, LONG, sent -> new MessageEvent.Sent(sent));
    comeInShorterPages();
  }

  private void comeInShorterPages() throws Exception {
    EventLog events = test.events();
    List<String> seen = new ArrayList<>();
    long after = 0;
    while (seen.size() < COUNT) {
      List<StoredEvent> page = events.after(after, LIMIT);
      assertThat(page).hasSizeBetween(1, MOST_TOGETHER);
      EventLog.Stretch stretch = events.after(after, LIMIT, "message.lost"::equals);
      assertThat(stretch.count()).as("it is not the end").isIn(LIMIT, COUNT - seen.size());
      EventLog.Stretch wanted = events.after(after, LIMIT, type -> true);
      assertThat(wanted.events()).isEqualTo(page);
      assertThat(wanted.last()).isEqualTo(page.getLast().sequence());
      page.forEach(event -> seen.add(event.id()));
      assertThat(wanted.count()).isEqualTo(seen.size() < COUNT ? LIMIT : page.size());
      after = page.getLast().sequence();
    }
    assertThat(seen).containsExactlyElementsOf(ids(COUNT));
    assertThat(events.after(after, LIMIT)).isEmpty();
  }

  @Test
  void messagesOfLongTextsComeInShorterPages() throws Exception {
    store(COUNT, LONG, MessageEvent.Received::new);
    for (MessageQuery query : List.of(MessageQuery.ALL, MessageQuery.ofChat(ALICE))) {
      List<String> seen = new ArrayList<>();
      Optional<String> cursor = Optional.empty();
      do {
        Slice<StoredMessage> page = test.queries().messages(query, LIMIT, cursor);
        assertThat(page.items()).hasSizeBetween(1, MOST_TOGETHER);
        page.items().forEach(message -> seen.add(message.id()));
        cursor = page.nextCursor();
      } while (cursor.isPresent());
      assertThat(seen).containsExactlyElementsOf(ids(COUNT).reversed());
    }
  }

  @Test
  void oneThatIsLongerThanAPageIsReadAlone() throws Exception {
    store(3, 3 << 20, MessageEvent.Received::new);
    List<StoredEvent> first = test.events().after(0, LIMIT);
    assertThat(first).extracting(StoredEvent::id).containsExactly(id(1));
    assertThat(test.events().after(first.getFirst().sequence(), LIMIT)).hasSize(1);
    assertThat(test.queries().messages(MessageQuery.ALL, LIMIT, Optional.empty()).items())
        .extracting(StoredMessage::id)
        .containsExactly(id(3));
    assertThat(test.queries().message(id(2))).isPresent();
  }

  @Test
  void shortOnesComeTogether() throws Exception {
    store(COUNT, 1_000, MessageEvent.Received::new);
    assertThat(test.events().after(0, LIMIT)).hasSize(LIMIT);
    assertThat(test.queries().messages(MessageQuery.ALL, LIMIT, Optional.empty()).items())
        .hasSize(LIMIT);
  }

  private void store(int count, int length, Function<StoredMessage, SessionEvent> event)
      throws Exception {
    for (int i = 1; i <= count; i++) {
      StoredMessage message =
          text(i, ALICE, "x".repeat(length)).withStatus(MessageStatus.SENT, Optional.empty());
      test.store()
          .commit(
              List.of(
                  new Change.PutMessage(message),
                  new Change.Append(id(i), Instant.EPOCH, event.apply(message))));
    }
  }

  private static List<String> ids(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(Samples::id).toList();
  }
}
