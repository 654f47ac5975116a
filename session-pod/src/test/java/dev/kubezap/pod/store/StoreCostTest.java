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
import org.junit.jupiter.api.BeforeEach;
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

  @AutoClose private final TestStore test = TestStore.open();
  private final PostgresSessionStore store = test.store();

  @BeforeEach
  void fill() throws Exception {
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

  @Test
  void rowsAreFoundNotSearched() throws Exception {
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
    long before = read();
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
    assertThat(read() - before).isLessThan(10L * ROUNDS * TOUCHED);
  }

  private static long moved() throws Exception {
    return TestDatabase.number(
        "select n_tup_upd from pg_stat_user_tables where relname = 'message'");
  }

  /** Index entries and rows that were looked at; PostgreSQL tells when a connection ends. */
  private static long read() throws Exception {
    return TestDatabase.number(
        "select (select sum(idx_tup_read) from pg_stat_user_indexes where relname in ('message',"
            + " 'state')) + (select sum(seq_tup_read) from pg_stat_user_tables where relname in"
            + " ('message', 'state'))");
  }
}
