package dev.kubezap.pod.store;

import static dev.kubezap.pod.store.Samples.id;
import static dev.kubezap.pod.store.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.ownership.PlanLog;
import dev.kubezap.pod.ownership.TestDatabase;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.Change;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Two chats that turn out to be one, whatever their length. */
class MergedChatsTest {
  private static final Jid NUMBER = Jid.phoneNumber("4915100000001");
  private static final Jid LID = Jid.lid("777");
  private static final Jid OTHER = Jid.phoneNumber("4915100000002");
  private static final int STORED = 20_000;

  @AutoClose private final TestStore test = TestStore.open();
  private final PostgresSessionStore store = test.store();

  private void merge(Jid from, Jid into) throws Exception {
    store.commit(List.of(new Change.MergeChats(from, into)));
  }

  private void stored(StoredMessage... messages) throws Exception {
    List<Change> changes = new ArrayList<>();
    for (StoredMessage message : messages) {
      changes.add(new Change.PutMessage(message));
    }
    store.commit(changes);
  }

  private List<String> page(Jid chat) {
    return test.queries().messages(MessageQuery.ofChat(chat), 10, Optional.empty()).items().stream()
        .map(StoredMessage::id)
        .toList();
  }

  @Test
  void oneChatHasTheMessagesOfBothInTheirOrder() throws Exception {
    stored(text(1, LID, "a"), text(2, NUMBER, "b"), text(3, LID, "c"));
    merge(LID, NUMBER);
    stored(text(4, NUMBER, "d"));
    assertThat(page(NUMBER)).containsExactly(id(4), id(3), id(2), id(1));
    assertThat(page(LID)).isEmpty();
    assertThat(store.message(id(1)).orElseThrow().chat()).isEqualTo(NUMBER);
    assertThat(store.messageByStanza(NUMBER, "STANZA3", false)).isPresent();
    assertThat(store.messageByStanza(LID, "STANZA3", false)).isEmpty();
    assertThat(store.messages(List.of(id(1))).values())
        .extracting(StoredMessage::chat)
        .containsExactly(NUMBER);
  }

  @Test
  void whatComesUnderTheOldNameLaterIsAChatOfItsOwn() throws Exception {
    stored(text(2, LID, "before"));
    merge(LID, NUMBER);
    // Also when it has an older id: a clock was set back.
    stored(text(1, LID, "after"));
    assertThat(page(LID)).containsExactly(id(1));
    assertThat(page(NUMBER)).containsExactly(id(2));
    merge(LID, OTHER);
    assertThat(page(LID)).isEmpty();
    assertThat(page(OTHER)).containsExactly(id(1));
    assertThat(page(NUMBER)).containsExactly(id(2));
    merge(LID, OTHER);
    assertThat(page(OTHER)).containsExactly(id(1));
  }

  @Test
  void whatWasMergedGoesAlong() throws Exception {
    stored(text(1, LID, "a"));
    merge(LID, NUMBER);
    merge(NUMBER, OTHER);
    assertThat(page(OTHER)).containsExactly(id(1));
    assertThat(page(NUMBER)).isEmpty();
    stored(text(2, NUMBER, "b"));
    merge(OTHER, NUMBER);
    assertThat(page(NUMBER)).containsExactly(id(2), id(1));
    assertThat(store.message(id(1)).orElseThrow().chat()).isEqualTo(NUMBER);
  }

  @Test
  void aMessageThatIsWrittenAgainStaysWhereItIs() throws Exception {
    stored(text(1, LID, "a"));
    merge(LID, NUMBER);
    stored(store.message(id(1)).orElseThrow());
    assertThat(page(NUMBER)).containsExactly(id(1));
  }

  /** No statement looks at more pages for a chat of twenty thousand messages. */
  @Test
  void costsTheSameForALongChat() throws Exception {
    long session = TestDatabase.newSession();
    PlanLog log = PlanLog.of(session);
    try (TestStore own = TestStore.open(session)) {
      own.store()
          .commit(
              List.of(
                  new Change.PutMessage(text(1, LID, "a")),
                  new Change.PutChat(
                      new Chat(LID, Optional.empty(), Optional.empty(), Instant.EPOCH, 3))));
      TestDatabase.execute(
          "insert into kubezap.message (session_id, id, stanza_id, chat, sender, sender_device,"
              + " from_me, sent_at, type, status, sealed) select "
              + session
              + ", gen_random_uuid(), 'OLD' || n, '"
              + LID
              + "', '"
              + LID
              + "', 0, false, timestamptz '2020-01-01' + n * interval '1 minute', 'text',"
              + " 'RECEIVED', '\\x00' from generate_series(1, "
              + STORED
              + ") n");
      log.skip();
      own.store().commit(List.of(new Change.MergeChats(LID, NUMBER)));
      assertThat(own.store().messageByStanza(NUMBER, "STANZA1", false)).isPresent();
      MessageQuery latest =
          new MessageQuery(
              Optional.of(NUMBER),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.of(Instant.parse("2023-01-01T00:00:00Z")),
              Optional.empty(),
              Optional.empty());
      assertThat(own.queries().messages(latest, 1, Optional.empty()).items())
          .extracting(StoredMessage::id)
          .containsExactly(id(1));
      assertThat(own.store().chat(NUMBER).orElseThrow().unread()).isEqualTo(3);
    }
    List<PlanLog.Executed> plans = log.next();
    assertThat(plans).hasSizeGreaterThan(5);
    assertThat(plans.stream().filter(plan -> plan.pages() > 60).map(PlanLog.Executed::text))
        .as("statements that look at many pages")
        .isEmpty();
  }
}
