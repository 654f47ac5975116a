package dev.kubezap.pod.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.ownership.PlanLog;
import dev.kubezap.pod.ownership.TestDatabase;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.model.StanzaName;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RecordKey;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every statement of a session's work looks at the rows that it is about and at no others, with
 * plans that were made while the tables were empty and are kept while they grow, and without
 * PostgreSQL having looked at them since. The rows that are gone are still there: somebody looks at
 * the database as it was before.
 */
class WholeKeyTest {
  private static final Jid ALICE = Samples.ALICE;
  private static final int STORED = 20_000;
  private static final int TOGETHER = 4;

  /** The driver prepares a statement when it meets it for the fifth time. */
  private static final int BEFORE = 7;

  /** Of a statement about four rows: three levels of four indexes, and what is written. */
  private static final int MOST_PAGES = 150;

  private static final List<String> TABLES =
      List.of("message", "outgoing", "prepared", "queue", "chat", "state", "outbox");

  /** What PostgreSQL knows of the tables when it plans. */
  enum Statistics {
    /** Nothing: they are new. It takes them for ten pages. */
    NONE,
    /** That they are empty, as after a restored backup that was analyzed before its first use. */
    EMPTY
  }

  @ParameterizedTest
  @EnumSource(Statistics.class)
  void noPlanReadsMoreThanItsRows(Statistics known) throws Exception {
    for (String table : TABLES) {
      TestDatabase.execute("truncate kubezap." + table);
      TestDatabase.execute("alter table kubezap." + table + " set (autovacuum_enabled = off)");
      if (known == Statistics.EMPTY) {
        TestDatabase.execute("vacuum analyze kubezap." + table);
      }
    }
    long session = TestDatabase.newSession();
    PlanLog log = PlanLog.of(session);
    try (TestStore test = TestStore.open(session);
        Connection looksAtThePast = TestDatabase.connect();
        Statement past = looksAtThePast.createStatement()) {
      for (int round = 0; round < BEFORE; round++) {
        work(test, round);
      }
      past.execute("begin isolation level repeatable read; select count(*) from kubezap.prepared");
      fill(session);
      log.skip();
      work(test, BEFORE);
    } finally {
      for (String table : TABLES) {
        TestDatabase.execute("alter table kubezap." + table + " reset (autovacuum_enabled)");
      }
    }
    List<PlanLog.Executed> plans =
        log.next().stream().filter(plan -> !plan.scans().isEmpty()).toList();
    assertThat(plans).hasSizeGreaterThan(30);
    assertThat(
            plans.stream()
                .flatMap(plan -> plan.scans().stream())
                .map(scan -> scan.path("Relation Name").asText()))
        .containsAll(TABLES);
    assertThat(plans.stream().filter(plan -> plan.removed() > 0).toList())
        .as("plans that read rows in vain")
        .isEmpty();
    assertThat(plans.stream().filter(plan -> plan.pages() > MOST_PAGES).toList())
        .as("plans that look at many pages")
        .isEmpty();
  }

  /** What a session has had: rows of every table, and those of two of which nothing is left. */
  private static void fill(long session) throws Exception {
    String rows = " from generate_series(1, " + STORED + ") n";
    TestDatabase.execute(
        "insert into kubezap.message (session_id, id, stanza_id, chat, sender, sender_device,"
            + " from_me, sent_at, type, status, sealed) select "
            + session
            + ", overlay(gen_random_uuid()::text placing '00' from 1)::uuid, 'OLD' || n, '"
            + ALICE
            + "', '"
            + ALICE
            + "', 0, true, timestamptz '2020-01-01' + n * interval '1 minute', 'text', 'SENT', '\\x00'"
            + rows);
    TestDatabase.execute(
        "insert into kubezap.outgoing (session_id, message_id, stanza_id, accepted_at, sealed)"
            + " select session_id, id, stanza_id, sent_at, sealed from kubezap.message"
            + " where stanza_id like 'OLD%'");
    TestDatabase.execute(
        "insert into kubezap.prepared select "
            + session
            + ", gen_random_uuid(), n, 'OLD' || n, '', '\\x00'"
            + rows
            + "; delete from kubezap.prepared where stanza_id like 'OLD%'");
    TestDatabase.execute(
        "insert into kubezap.state (session_id, kind, name, value) select "
            + session
            + ", 'test', n::text::bytea, '\\x00'"
            + rows);
    TestDatabase.execute(
        "insert into kubezap.chat (session_id, id, last_message_at, unread) select "
            + session
            + ", 'old-' || n, now(), 0"
            + rows);
    TestDatabase.execute(
        "insert into kubezap.outbox (session_id, sequence, id, type, at, sealed) select "
            + session
            + ", -n, gen_random_uuid(), 'test', now(), '\\x00'"
            + rows);
  }

  /** Everything that a session asks of its store while it sends and receives. */
  private static void work(TestStore test, int round) throws Exception {
    PostgresSessionStore store = test.store();
    List<Integer> numbers =
        IntStream.range(round * TOGETHER, (round + 1) * TOGETHER).boxed().toList();
    List<StoredMessage> messages = numbers.stream().map(Samples::queued).toList();
    List<RecordKey<?>> keys =
        numbers.stream().<RecordKey<?>>map(number -> new TestKey("key " + number)).toList();
    store.commit(accepted(numbers, messages));
    assertThat(store.queued(10)).hasSize(TOGETHER);
    assertThat(store.queuedIn(ALICE, 10)).hasSize(TOGETHER);
    long seen = test.events().last();
    store.commit(prepared(numbers, messages, round));
    store.commit(sent(numbers, messages));
    assertThat(store.read(keys)).hasSize(TOGETHER);
    store.commit(keys.stream().<Change>map(Change.Remove::new).toList());
    read(test, numbers, seen);
  }

  private static List<Change> accepted(List<Integer> numbers, List<StoredMessage> messages) {
    List<Change> changes = new ArrayList<>();
    for (int number : numbers) {
      changes.add(new Change.PutMessage(messages.get(number % TOGETHER)));
      changes.add(new Change.PutOutgoing(Samples.outgoing(number, Set.of(ALICE))));
      changes.add(new Change.JoinQueue(new QueuedMessage(Samples.id(number), ALICE)));
      changes.add(new Change.Put<>(new TestKey("key " + number), "value"));
    }
    changes.add(
        new Change.PutChat(
            new Chat(
                ALICE, Optional.empty(), Optional.empty(), Instant.EPOCH, numbers.getFirst())));
    return changes;
  }

  private static List<Change> prepared(
      List<Integer> numbers, List<StoredMessage> messages, int round) {
    List<Change> changes = new ArrayList<>();
    for (int number : numbers) {
      StoredMessage message = messages.get(number % TOGETHER);
      changes.add(
          new Change.MoveMessage(message.withStatus(MessageStatus.PREPARED, Optional.empty())));
      changes.add(new Change.LeaveQueue(message.id()));
      changes.add(new Change.PutPrepared(Samples.prepared(number, number, 300)));
    }
    changes.add(
        new Change.Append(
            new UUID(round, 1).toString(),
            Instant.EPOCH,
            new MessageEvent.Received(messages.getFirst())));
    return changes;
  }

  private static List<Change> sent(List<Integer> numbers, List<StoredMessage> messages) {
    List<Change> changes = new ArrayList<>();
    for (int number : numbers) {
      StoredMessage message = messages.get(number % TOGETHER);
      changes.add(new Change.MoveMessage(message.withStatus(MessageStatus.SENT, Optional.empty())));
      changes.add(new Change.RemovePrepared(message.id()));
      OutgoingMessage outgoing = Samples.outgoing(number, Set.of(ALICE));
      changes.add(new Change.MoveOutgoing(outgoing.deliveredTo(Set.of(ALICE))));
    }
    return changes;
  }

  private static void read(TestStore test, List<Integer> numbers, long seen) {
    PostgresSessionStore store = test.store();
    int number = numbers.getFirst();
    assertThat(
            store.messagesByStanza(
                numbers.stream()
                    .map(each -> new StanzaName(ALICE, "STANZA" + each, false))
                    .toList()))
        .hasSize(TOGETHER);
    assertThat(store.message(Samples.id(number))).isPresent();
    assertThat(store.outgoing(Samples.id(number))).isPresent();
    assertThat(store.outgoingByStanza("STANZA" + number)).isPresent();
    assertThat(store.chat(ALICE)).isPresent();
    assertThat(store.recordNames("test", "0", 5)).hasSizeBetween(0, 5);
    assertThat(test.events().after(seen, 10)).isNotEmpty();
    assertThat(test.events().listed(List.of(test.events().last()))).hasSize(1);
    MessageQueries queries = test.queries();
    assertThat(queries.message(Samples.id(number))).isPresent();
    assertThat(queries.messages(MessageQuery.ALL, 5, Optional.empty()).items()).isNotEmpty();
  }
}
