package dev.kubezap.pod.stats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kubezap.pod.ownership.TestDatabase;
import dev.kubezap.pod.store.Samples;
import dev.kubezap.pod.store.TestStore;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.store.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class StoredTotalsTest {
  private static final Jid ALICE = Jid.phoneNumber("4915100000001");
  private static final Jid BOB = Jid.phoneNumber("4915100000002");

  @AutoClose private final TestStore test = TestStore.open();
  @AutoClose private final TestStore other = TestStore.open();
  private final AtomicLong nanos = new AtomicLong();
  private final StoredTotals totals = new StoredTotals(test.reads(), test.session(), nanos::get);

  @Test
  void countsTheSessionsOwnRowsAndKeepsTheSumsForAMoment() throws Exception {
    assertThat(totals.document())
        .contains(
            json(
                """
                {"messages": {"total": 0, "in": 0, "out": 0, "failed": 0,
                   "last24h": {"total": 0, "in": 0, "out": 0, "failed": 0}, "byStatus": {}},
                 "queue": {"queued": 0, "delayed": 0, "failed": 0}, "chats": 0, "unread": 0}
                """));
    List<Change> changes = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      changes.add(new Change.PutMessage(Samples.text(i, ALICE, "text " + i)));
    }
    changes.add(chat(ALICE, 4));
    changes.add(chat(BOB, 3));
    test.store().commit(changes);
    other.store().commit(List.of(new Change.PutMessage(Samples.text(1, BOB, "not counted"))));
    status(1, "from_me = true, status = 'SENT'");
    status(2, "from_me = true, status = 'FAILED', sent_at = now()");
    status(3, "from_me = true, status = 'QUEUED', sent_at = now()");
    status(4, "sent_at = now() - interval '23 hours'");
    assertThat(totals.document().orElseThrow().at("/messages/total").asInt()).isZero();
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    assertThat(totals.document())
        .contains(
            json(
                """
                {"messages": {"total": 6, "in": 3, "out": 3, "failed": 1,
                   "last24h": {"total": 3, "in": 1, "out": 2, "failed": 1},
                   "byStatus": {"failed": 1, "queued": 1, "received": 3, "sent": 1}},
                 "queue": {"queued": 1, "delayed": 0, "failed": 1}, "chats": 2, "unread": 7}
                """));
  }

  private static Change chat(Jid id, int unread) {
    return new Change.PutChat(
        new Chat(id, Optional.empty(), Optional.empty(), Instant.ofEpochSecond(20), unread));
  }

  private void status(int message, String change) throws Exception {
    TestDatabase.execute(
        "update kubezap.message set "
            + change
            + " where session_id = "
            + test.session()
            + " and id = '"
            + Samples.id(message)
            + "'");
  }

  /** By their texts: a number is a long here and an int there. */
  private static com.fasterxml.jackson.databind.node.ObjectNode json(String text) throws Exception {
    JsonNode node =
        JsonMapper.builder()
            .enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_LONG_FOR_INTS)
            .build()
            .readTree(text);
    return (com.fasterxml.jackson.databind.node.ObjectNode) node;
  }
}
