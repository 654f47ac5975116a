package dev.kubezap.pod.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kubezap.pod.ownership.TestDatabase;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StanzaName;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * A step costs the same whatever a session has stored, also before PostgreSQL has looked at its
 * tables: without statistics it takes a session for a hundred rows, and reading all of them looks
 * cheaper than finding a few.
 */
class StoreCostTest {
  private static final Jid ALICE = Jid.phoneNumber("4915100000001");
  private static final int STORED = 20_000;
  private static final int TOUCHED = 40;
  private static final int ROUNDS = 8;
  private static final int TOGETHER = 4;
  private static final int SENT_BEFORE = 100;
  private static final int SENT = 6_000;

  @AutoClose private final TestStore test = TestStore.open();
  private final PostgresSessionStore store = test.store();

  private void fill() throws Exception {
    TestDatabase.execute(
        "insert into kubezap.message (session_id, id, stanza_id, chat, sender, sender_device,"
            + " from_me, sent_at, type, status, sealed) select "
            + test.session()
            + ", gen_random_uuid(), 'OLD' || n, '"
            + ALICE
            + "', '"
            + ALICE
            + "', 0, true, now(), 'text', 'SENT', '\\x00' from generate_series(1, "
            + STORED
            + ") n");
    TestDatabase.execute(
        "insert into kubezap.state (session_id, kind, name, value) select "
            + test.session()
            + ", 'old', n::text::bytea, '\\x00' from generate_series(1, "
            + STORED
            + ") n");
  }

  /**
   * PostgreSQL plans for the few rows that it knows of, and keeps those plans while the tables
   * grow.
   */
  @Test
  void whatWasPlannedForFewRowsIsNotKeptForMany() throws Exception {
    TestDatabase.execute("delete from kubezap.message; delete from kubezap.prepared");
    TestDatabase.execute("vacuum full analyze kubezap.message, kubezap.prepared");
    sendEach(store, 0, SENT_BEFORE);
    TestDatabase.execute("analyze kubezap.message, kubezap.prepared");
    long before = read("message", "prepared");
    long searched = searched("prepared");
    sendEach(store, SENT_BEFORE, SENT);
    test.close();
    await().until(() -> stored() >= SENT);
    assertThat(searched("prepared") - searched).isZero();
    assertThat(read("message", "prepared") - before).isLessThan(10L * SENT);
  }

  /** Accepts, prepares and acknowledges messages, some in a commit. */
  private static void sendEach(PostgresSessionStore store, int from, int to) throws Exception {
    List<StoredMessage> unacknowledged = List.of();
    for (int number = from; number < to; number += TOGETHER) {
      List<Change> changes = new ArrayList<>();
      for (StoredMessage sent : unacknowledged) {
        changes.add(new Change.MoveMessage(sent.withStatus(MessageStatus.SENT, Optional.empty())));
        changes.add(new Change.RemovePrepared(sent.id()));
      }
      unacknowledged =
          IntStream.range(number, number + TOGETHER)
              .mapToObj(each -> Samples.text(each, ALICE, "out"))
              .map(message -> message.withStatus(MessageStatus.PREPARED, Optional.empty()))
              .toList();
      for (int each = 0; each < TOGETHER; each++) {
        changes.add(new Change.PutMessage(unacknowledged.get(each)));
        changes.add(new Change.PutPrepared(Samples.prepared(number + each, number + each, 300)));
      }
      store.commit(changes);
      deliver(store, number - TOGETHER);
    }
  }

  /** The phone's receipts come by themselves, some time later. */
  private static void deliver(PostgresSessionStore store, int from) throws Exception {
    List<StanzaName> names =
        IntStream.range(Math.max(0, from), Math.max(0, from + 1 + from % TOGETHER))
            .mapToObj(number -> new StanzaName(ALICE, "STANZA" + number, false))
            .toList();
    List<Change> changes = new ArrayList<>();
    for (StoredMessage message : store.messagesByStanza(names).values()) {
      changes.add(
          new Change.MoveMessage(message.withStatus(MessageStatus.DELIVERED, Optional.empty())));
    }
    if (!changes.isEmpty()) {
      store.commit(changes);
    }
  }

  @Test
  void rowsAreFoundNotSearched() throws Exception {
    fill();
    List<StoredMessage> messages =
        IntStream.range(0, TOUCHED)
            .mapToObj(number -> Samples.text(number, ALICE, "text"))
            .toList();
    List<RecordKey<?>> keys = new ArrayList<>();
    List<Change> first = new ArrayList<>();
    for (StoredMessage message : messages) {
      first.add(new Change.PutMessage(message));
      TestKey key = new TestKey(message.stanzaId());
      keys.add(key);
      first.add(new Change.Put<>(key, "value"));
    }
    store.commit(first);
    long before = read("message", "state");
    long moved = moved();
    for (int round = 0; round < ROUNDS; round++) {
      MessageStatus status = round % 2 == 0 ? MessageStatus.SENT : MessageStatus.DELIVERED;
      List<Change> changes = new ArrayList<>();
      for (StoredMessage message : messages) {
        changes.add(new Change.MoveMessage(message.withStatus(status, Optional.empty())));
      }
      store.commit(changes);
      assertThat(store.read(keys)).hasSize(TOUCHED);
      assertThat(
              store.messagesByStanza(
                  messages.stream()
                      .map(message -> new StanzaName(ALICE, message.stanzaId(), false))
                      .toList()))
          .hasSize(TOUCHED);
      store.commit(List.of(new Change.Remove(new TestKey("absent"))));
    }
    test.close();
    await().until(() -> moved() - moved >= ROUNDS * TOUCHED);
    assertThat(read("message", "state") - before).isLessThan(10L * ROUNDS * TOUCHED);
  }

  private static long moved() throws Exception {
    return TestDatabase.number(
        "select n_tup_upd from pg_stat_user_tables where relname = 'message'");
  }

  private static long stored() throws Exception {
    return TestDatabase.number(
        "select n_live_tup from pg_stat_user_tables where relname = 'message'");
  }

  /** How often all of a table was read. */
  private static long searched(String table) throws Exception {
    return TestDatabase.number(
        "select seq_scan from pg_stat_user_tables where relname = '" + table + "'");
  }

  /** Index entries and rows that were looked at; PostgreSQL tells when a connection ends. */
  private static long read(String... tables) throws Exception {
    String names = "('" + String.join("', '", tables) + "')";
    return TestDatabase.number(
        "select (select sum(idx_tup_read) from pg_stat_user_indexes where relname in "
            + names
            + ") + (select sum(seq_tup_read) from pg_stat_user_tables where relname in "
            + names
            + ")");
  }
}
