package dev.kubezap.pod.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.pod.ownership.TestDatabase;
import dev.kubezap.whatsapp.event.MessageEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class KeyRotationTest {
  private static final Jid CHAT = Jid.phoneNumber("4915100000001");
  private static final int RECORDS = 450;
  private static final DataKey OLD = new DataKey(new byte[DataKey.LENGTH]);
  private static final DataKey NEW = DataKey.parse("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=");

  private final SecureRandom random = new SecureRandom();
  private final RecordCipher both = new RecordCipher(List.of(NEW, OLD), random);
  private final AtomicLong reencrypted = new AtomicLong();
  private final AtomicBoolean rotating = new AtomicBoolean();
  private final KeyRotation.Progress progress =
      new KeyRotation.Progress() {
        @Override
        public void reencrypted(long records) {
          reencrypted.addAndGet(records);
        }

        @Override
        public void rotating(boolean running) {
          rotating.set(running);
        }
      };
  @AutoClose private final TestStore test = TestStore.open();

  @BeforeEach
  void storeUnderTheOldKey() throws Exception {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      changes.add(new Change.Put<>(new TestKey("name\0" + i), "value " + i));
    }
    for (int i = 0; i < 3; i++) {
      changes.add(new Change.PutMessage(message(i)));
      changes.add(
          new Change.Append(message(i).id(), Instant.EPOCH, new MessageEvent.Received(message(i))));
    }
    changes.add(
        new Change.PutChat(new Chat(CHAT, Optional.empty(), Optional.of("Ada"), Instant.EPOCH, 1)));
    test.store().commit(changes);
  }

  @Test
  void leavesNothingThatNeedsTheOldKey() throws Exception {
    KeyRotation rotation = rotation(both);
    List<String> before = changedAt();
    assertThat(rotation.pass()).isEqualTo(RECORDS + 3 + 3 + 1);
    assertThat(reencrypted).hasValue(RECORDS + 3 + 3 + 1);
    assertThat(rotation.pass()).as("a second time").isZero();

    RecordCipher alone = new RecordCipher(List.of(NEW), random);
    PostgresSessionStore store = store(alone);
    for (int i = 0; i < RECORDS; i++) {
      TestKey key = new TestKey("name\0" + i);
      assertThat(store.read(List.of(key))).containsEntry(key, "value " + i);
    }
    assertThat(store.message(message(1).id())).contains(message(1));
    assertThat(store.chat(CHAT).orElseThrow().name()).contains("Ada");
    assertThat(changedAt()).as("what was not changed is not younger").isEqualTo(before);
  }

  @Test
  @Tag("slow")
  void neverPutsAnOlderValueBackUnderTraffic() throws Exception {
    PostgresSessionStore store = store(both);
    AtomicInteger last = new AtomicInteger();
    AtomicBoolean stop = new AtomicBoolean();
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Callable<Boolean> write =
          () -> {
            while (!stop.get()) {
              int value = last.incrementAndGet();
              List<Change> changes = new ArrayList<>();
              for (int i = RECORDS - 1; i >= 0; i -= 3) {
                changes.add(new Change.Put<>(new TestKey("name\0" + i), "new " + value));
              }
              store.commit(changes);
            }
            return true;
          };
      Future<Boolean> writer = threads.submit(write);
      try {
        rotation(both).start();
        Awaitility.await("the end").atMost(Duration.ofSeconds(30)).until(this::isDone);
      } finally {
        // Nobody would end the writer after a failure.
        stop.set(true);
      }
      assertThat(writer.get()).isTrue();
    }

    PostgresSessionStore alone = store(new RecordCipher(List.of(NEW), random));
    for (int i = 0; i < RECORDS; i++) {
      TestKey key = new TestKey("name\0" + i);
      String expected = i % 3 == (RECORDS - 1) % 3 ? "new " + last.get() : "value " + i;
      assertThat(alone.read(List.of(key))).containsEntry(key, expected);
    }
  }

  @Test
  void leavesWhatChangedSinceItWasRead() throws Exception {
    List<Change> newer = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      newer.add(new Change.Put<>(new TestKey("name\0" + i), "newer"));
    }
    AtomicBoolean changed = new AtomicBoolean();
    // Random bytes are asked for between reading a page and replacing its records.
    RandomGenerator between =
        () -> {
          if (!changed.getAndSet(true)) {
            commit(newer);
          }
          return random.nextLong();
        };
    rotation(new RecordCipher(List.of(NEW, OLD), between)).pass();

    for (int i = 0; i < RECORDS; i++) {
      TestKey key = new TestKey("name\0" + i);
      assertThat(store(both).read(List.of(key))).containsEntry(key, "newer");
    }
  }

  private void commit(List<Change> changes) {
    try {
      store(both).commit(changes);
    } catch (FencedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void saysWhichKeyARecordNeedsThatIsNotGiven() throws Exception {
    DataKey third = DataKey.parse("enp6enp6enp6enp6enp6enp6enp6enp6enp6enp6eno=");
    KeyRotation rotation = rotation(new RecordCipher(List.of(NEW, third), random));
    assertThatThrownBy(rotation::pass)
        .isInstanceOf(StoredStateException.class)
        .hasMessageContaining("needs the data key with id " + OLD.idText());
    assertThat(reencrypted).hasValue(0);
  }

  @Test
  void doesNothingWithOneKey() {
    KeyRotation rotation = rotation(new RecordCipher(List.of(NEW), random));
    rotation.start();
    assertThat(rotating).isFalse();
  }

  private boolean isDone() {
    return reencrypted.get() > 0 && !rotating.get();
  }

  private KeyRotation rotation(RecordCipher keys) {
    return new KeyRotation(test.reads(), test.session(), keys, progress);
  }

  private PostgresSessionStore store(RecordCipher keys) {
    return new PostgresSessionStore(test.lease(), test.session(), keys, stored -> {});
  }

  private List<String> changedAt() throws Exception {
    try (Connection connection = TestDatabase.connect();
        PreparedStatement statement =
            connection.prepareStatement(
                "select changed_at::text from kubezap.state where session_id = ? order by kind,"
                    + " name")) {
      statement.setLong(1, test.session());
      try (ResultSet rows = statement.executeQuery()) {
        List<String> times = new ArrayList<>();
        while (rows.next()) {
          times.add(rows.getString(1));
        }
        return times;
      }
    }
  }

  private static StoredMessage message(int number) {
    return Samples.text(number, CHAT, "hi");
  }
}
