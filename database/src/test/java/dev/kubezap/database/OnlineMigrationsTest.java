package dev.kubezap.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What a later version might do to the largest table, while pods of this version write. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OnlineMigrationsTest {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);
  private static final int ROWS = 60_000;
  private static final MigrationFiles LATER = Migrations.files().and(LargeTable.TRIAL);

  private static final long SESSION = 10;

  private EmbeddedPostgres postgres;

  @BeforeAll
  void start() throws Exception {
    postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "off")
            .setServerConfig("autovacuum_naptime", "1s")
            .start();
  }

  @AfterAll
  void stop() throws Exception {
    postgres.close();
  }

  @Test
  void podsOfTheVersionBeforeWriteWhileTheLargestTableIsMigrated() throws Exception {
    DataSource source = database("written");
    Migrations.run(source);
    try (Connection connection = source.getConnection()) {
      fill(connection);
      var progress = new Noted();
      List<Duration> waits;
      try (var first = new Writer(source, SESSION, 1);
          var second = new Writer(source, SESSION, 2)) {
        Migrations.run(source, LATER, progress);
        waits = List.of(first.took().getLast(), second.took().getLast());
        assertThat(first.took()).hasSizeGreaterThan(100);
      }
      assertThat(waits).allSatisfy(wait -> assertThat(wait).isLessThan(LONGEST_WAIT));
      assertThat(progress.advances).hasValueGreaterThan(3);
      assertThat(progress.done.get()).isGreaterThanOrEqualTo(ROWS);
      assertThat(progress.expected.get()).isBetween(ROWS - 1L, ROWS * 2L);
      assertDone(connection);
      assertThat(number(connection, "select max(trial_visits) from kubezap.message")).isEqualTo(1);
    }
  }

  /** A report that reads for minutes keeps the migration waiting, and nobody else. */
  @Test
  void whoKeepsATableForItselfHoldsTheMigrationBackAndNoPod() throws Exception {
    DataSource source = database("held");
    Migrations.run(source);
    try (Connection connection = source.getConnection();
        Connection reader = source.getConnection()) {
      LargeTable.fill(connection, SESSION, 100);
      reader.setAutoCommit(false);
      assertThat(number(reader, "select count(*) from kubezap.message")).isEqualTo(100);
      var progress = new Noted();
      try (var writer = new Writer(source, SESSION, 3)) {
        FutureTask<Void> migration = begin(source, progress);
        assertThat(progress.heldThrice.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(writer.took().getLast()).isLessThan(LONGEST_WAIT);
        assertThat(migration).isNotDone();
        reader.rollback();
        migration.get();
      }
      assertDone(connection);
    }
  }

  /** An autovacuum of a large table takes up to hours, and holds a lock for all of them. */
  @Test
  void anAutovacuumDoesNotHoldTheMigrationBack() throws Exception {
    DataSource source = database("vacuumed");
    Migrations.run(source);
    try (Connection connection = source.getConnection()) {
      fill(connection);
      execute(
          connection,
          "alter table kubezap.message set (autovacuum_vacuum_threshold = 0,"
              + " autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 100,"
              + " autovacuum_vacuum_cost_limit = 1)");
      execute(connection, "delete from kubezap.message where stanza_id like '%7'");
      await()
          .atMost(30, TimeUnit.SECONDS)
          .until(
              () ->
                  number(
                          connection,
                          "select count(*) from pg_stat_progress_vacuum where datname ="
                              + " current_database() and relid = 'kubezap.message'::regclass")
                      == 1);
      try (var writer = new Writer(source, SESSION, 4)) {
        Migrations.run(
            source,
            Migrations.files().and(LargeTable.TRIAL.subList(0, 1)),
            MigrationProgress.UNTOLD);
        assertThat(writer.took().getLast()).isLessThan(LONGEST_WAIT);
      }
    }
  }

  @Test
  void whatWasBrokenOffGoesOnWhereItWas() throws Exception {
    DataSource source = database("broken");
    Migrations.run(source);
    try (Connection connection = source.getConnection()) {
      fill(connection);
      var progress = new Noted();
      FutureTask<Void> migration = begin(source, progress);
      assertThat(progress.advancedThrice.await(60, TimeUnit.SECONDS)).isTrue();
      execute(
          connection,
          "select pg_terminate_backend(pid) from pg_stat_activity where datname ="
              + " current_database() and pid <> pg_backend_pid()");
      assertThatThrownBy(migration::get).hasCauseInstanceOf(Exception.class);
      long done = number(connection, "select done from kubezap.migration_place");
      assertThat(done).isBetween(1L, ROWS - 1L);
      assertThat(number(connection, "select sum(trial_visits) from kubezap.message"))
          .isEqualTo(done);

      Migrations.run(source, LATER, MigrationProgress.UNTOLD);

      assertDone(connection);
      assertThat(number(connection, "select sum(trial_visits) from kubezap.message"))
          .isEqualTo(ROWS);
    }
  }

  /** Whoever waits for his turn must not be waited for. */
  @Test
  void twoAtOnceMakeAnIndexOnce() throws Exception {
    DataSource source = database("twice");
    Migrations.run(source);
    try (Connection connection = source.getConnection()) {
      fill(connection);
      FutureTask<Void> one = begin(source, MigrationProgress.UNTOLD);
      FutureTask<Void> other = begin(source, MigrationProgress.UNTOLD);
      one.get();
      other.get();
      assertDone(connection);
      assertThat(number(connection, "select max(trial_visits) from kubezap.message")).isEqualTo(1);
    }
  }

  /** What is left of an index whose making was ended is not taken for one. */
  @Test
  void anIndexThatIsNotWholeIsMadeAnew() throws Exception {
    DataSource source = database("invalid");
    Migrations.run(source, Migrations.files().and(LargeTable.TRIAL.subList(0, 2)), new Noted());
    try (Connection connection = source.getConnection()) {
      LargeTable.fill(connection, SESSION, 10);
      execute(connection, "create index trial_message_by_sender on kubezap.message (sender_key)");
      execute(
          connection,
          "update pg_index set indisvalid = false where indexrelid ="
              + " 'kubezap.trial_message_by_sender'::regclass");
      Migrations.run(source, LATER, MigrationProgress.UNTOLD);
      assertDone(connection);
    }
  }

  /** A step that is short by its kind and is not ends, instead of keeping everybody waiting. */
  @Test
  void aShortStepThatIsNotShortGivesWay() throws Exception {
    DataSource source = database("long");
    Migrations.run(source);
    var progress = new Noted();
    var task =
        new FutureTask<Void>(
            () -> {
              Migrations.run(
                  source,
                  Migrations.files().and(List.of("db/trial/refused/V999__long.sql")),
                  progress);
              return null;
            });
    Thread.ofVirtual().start(task);
    assertThat(progress.heldThrice.await(60, TimeUnit.SECONDS)).isTrue();
    task.cancel(true);
  }

  /** Of sessions whose numbers have another order than their texts. */
  private static void fill(Connection connection) throws SQLException {
    for (long session : List.of(9L, SESSION, 200L)) {
      LargeTable.fill(connection, session, ROWS / 3);
    }
  }

  private static void assertDone(Connection connection) throws SQLException {
    assertThat(
            number(
                connection,
                "select count(*) from kubezap.message where sender_key is distinct from"
                    + " hashtextextended(sender, session_id)"))
        .as("rows that were left out")
        .isZero();
    assertThat(
            number(
                connection,
                "select count(*) from pg_index where indisvalid and indnatts = 2 and indexrelid ="
                    + " 'kubezap.trial_message_by_sender'::regclass"))
        .isEqualTo(1);
    assertThat(
            number(
                connection,
                "select count(*) from pg_attribute where attrelid = 'kubezap.message'::regclass and"
                    + " attname = 'sender_key' and attnotnull"))
        .isEqualTo(1);
    assertThat(number(connection, "select max(version::integer) from kubezap.schema_history"))
        .isEqualTo(905);
  }

  private static FutureTask<Void> begin(DataSource source, MigrationProgress progress) {
    Callable<Void> run =
        () -> {
          Migrations.run(source, LATER, progress);
          return null;
        };
    var task = new FutureTask<>(run);
    Thread.ofVirtual().start(task);
    return task;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private DataSource database(String name) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
      execute(connection, "create database " + name);
    }
    return postgres.getDatabase("postgres", name);
  }

  /** What was told. */
  private static final class Noted implements MigrationProgress {
    private final AtomicInteger advances = new AtomicInteger();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong expected = new AtomicLong();
    private final CountDownLatch advancedThrice = new CountDownLatch(3);
    private final CountDownLatch heldThrice = new CountDownLatch(3);

    @Override
    public void began(String name, int number, int of) {}

    @Override
    public void advanced(long rows, long of) {
      advances.incrementAndGet();
      done.set(rows);
      expected.set(of);
      advancedThrice.countDown();
    }

    @Override
    public void held() {
      heldThrice.countDown();
    }

    @Override
    public void ended() {}
  }
}
