package dev.kubezap.pod.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.pod.ownership.TestDatabase;
import dev.kubezap.pod.store.TestStore;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class HousekeepingTest {
  @AutoClose private final TestStore test = TestStore.open();

  @Test
  void oldEventsGoOnceEveryWebhookHasThem() throws Exception {
    execute(
        "insert into kubezap.outbox select %d, i, gen_random_uuid(), 't', null, now() - (case when i <= 5000"
            + " then 8 else 1 end) * interval '1 day', '' from generate_series(1, 5010) i");
    execute(
        "insert into kubezap.webhook values (%d, 'slow', 4000, null), (%1$d, 'removed', 1, null)");
    execute(
        "insert into kubezap.webhook_delivery (session_id, webhook, sequence, state, attempts)"
            + " values (%d, 'slow', 7, 'waiting', 3), (%1$d, 'slow', 8, 'dead', 3)");
    Housekeeping housekeeping =
        new Housekeeping(test.reads(), test.session(), List.of("slow"), () -> 0.5);

    housekeeping.clean();

    assertThat(count("outbox")).isEqualTo(1 + 1000 + 10);
    assertThat(count("outbox", "sequence = 7")).as("still to be delivered").isEqualTo(1);
    assertThat(count("webhook_delivery", "sequence = 8")).as("given up, event gone").isZero();
    execute("update kubezap.webhook set position = 5005 where session_id = %d");
    execute("delete from kubezap.webhook_delivery where session_id = %d");
    housekeeping.clean();
    assertThat(count("outbox")).as("young events stay").isEqualTo(10);
    assertThat(housekeeping.clean()).isZero();
  }

  @Test
  void recordsAreKeptByTheirKind() throws Exception {
    execute(
        "insert into kubezap.state select %d, k, convert_to(k || d, 'UTF8'), '', now() - d * interval '1 day'"
            + " from unnest(array['ciphertext-mark', 'read-receipt', 'idempotency', 'signal-session']) k, unnest(array[6, 8, 31]) d");
    new Housekeeping(test.reads(), test.session(), List.of(), () -> 0.5).clean();
    assertThat(count("state", "kind = 'ciphertext-mark'")).isEqualTo(2);
    assertThat(count("state", "kind = 'read-receipt'")).isEqualTo(2);
    assertThat(count("state", "kind = 'idempotency'")).isEqualTo(1);
    assertThat(count("state", "kind = 'signal-session'")).isEqualTo(3);
  }

  @Test
  void whatRetryReceiptsAreAnsweredFromIsKeptThirtyDaysAndWhileItIsUnsent() throws Exception {
    execute(
        "insert into kubezap.outgoing select %d, ('00000000-0000-7000-8000-00000000000' || n)::uuid, 's',"
            + " now() - n * interval '1 day', '' from unnest(array[9, 8, 7, 6]) n");
    execute(
        "update kubezap.outgoing set accepted_at = now() - interval '31 days' where session_id = %d"
            + " and message_id <> '00000000-0000-7000-8000-000000000006'");
    execute(
        "insert into kubezap.queue values (%d, '00000000-0000-7000-8000-000000000009');"
            + " insert into kubezap.prepared values"
            + " (%1$d, '00000000-0000-7000-8000-000000000008', 1, 's', '', '')");
    new Housekeeping(test.reads(), test.session(), List.of(), () -> 0.5).clean();
    assertThat(count("outgoing")).isEqualTo(3);
    assertThat(count("outgoing", "message_id = '00000000-0000-7000-8000-000000000007'")).isZero();
  }

  private void execute(String sql) throws SQLException {
    TestDatabase.execute(sql.formatted(test.session()));
  }

  private long count(String table) throws SQLException {
    return count(table, "true");
  }

  private long count(String table, String condition) throws SQLException {
    return TestDatabase.number(
        "select count(*) from kubezap."
            + table
            + " where session_id = "
            + test.session()
            + " and "
            + condition);
  }
}
