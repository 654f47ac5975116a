package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.connection.CloseReason;
import dev.kubezap.whatsapp.event.ConnectionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.prekey.RotateSignedPreKey;
import dev.kubezap.whatsapp.restore.Restoration;
import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.store.SessionStore;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * State that comes back from the past: no key and no prekey id is used twice, nothing that may have
 * been sent is sent again, and the session goes on by itself.
 */
class RestoredStateTest {
  private static final Jid BOB = Jid.phoneNumber("491522222222");

  private final KeyServer keys = new KeyServer();
  private final UsedKeys used = new UsedKeys();
  private FaultyStore store = new FaultyStore();
  private VirtualSession session = session(store, 1);

  private VirtualSession session(SessionStore over, long seed) {
    VirtualSession made = new VirtualSession(over, Optional.empty(), seed);
    made.server = keys::answer;
    return made;
  }

  @BeforeEach
  void talk() throws Exception {
    session.online();
    sendAndTake("before the backup");
  }

  private static SendRequest text(String text) {
    return Texts.to(BOB, text);
  }

  private StoredMessage send(String text) throws Exception {
    return ((SendResult.Accepted) session.ask(text(text)).get()).message();
  }

  private StoredMessage sendAndTake(String text) throws Exception {
    StoredMessage message = send(text);
    session.receive(
        Node.of("ack").with("class", "message").with("id", message.stanzaId()).with("from", BOB));
    return message;
  }

  /** What happens between the backup and the loss: all that it stores in the database is lost. */
  private void loseAnHour() throws Exception {
    sendAndTake("lost one");
    sendAndTake("lost two");
    session.now = session.now.plus(Duration.ofDays(28));
    session.post(new RotateSignedPreKey.Due());
    session.receive(
        Node.of("notification", Node.of("count").with("value", 2))
            .with("type", "encrypt")
            .with("id", "n1")
            .with("from", Jid.SERVICE));
    used.add(session);
  }

  /** The process starts over this database with this volume. */
  private void restart(MemoryStore database, DeviceIdentity volume, long seed) throws Exception {
    VirtualSession before = session;
    store = new FaultyStore(database);
    session = session(store, seed);
    session.now = before.now.plus(Duration.ofMinutes(1));
    session.identities.save(volume);
    session.begin();
  }

  private DeviceIdentity volume() {
    return session.identities.load().orElseThrow();
  }

  private void assertGoesOn() throws Exception {
    session.logIn();
    assertThat(session.snapshot().phase()).isEqualTo(Phase.CONNECTED);
    sendAndTake("after all");
    used.add(session);
    assertThat(store.memory.messages().getLast().status()).isEqualTo(MessageStatus.SENT);
  }

  private List<String> reasons() {
    return store.memory.events().stream()
        .map(append -> append.event())
        .filter(ConnectionEvent.PhaseChanged.class::isInstance)
        .flatMap(event -> ((ConnectionEvent.PhaseChanged) event).reason().stream())
        .toList();
  }

  private Node lastMessage() {
    return session.link().sent.stream().filter(n -> n.is("message")).toList().getLast();
  }

  private Set<Integer> newPreKeys(Set<Integer> before) {
    Set<Integer> ids = used.preKeyIds();
    ids.removeAll(before);
    return ids;
  }

  @Test
  void databaseOfAnHourAgo() throws Exception {
    MemoryStore backup = store.memory.copy();
    loseAnHour();
    Set<Integer> handedOut = used.preKeyIds();
    Restoration.note(backup, "epoch-went-back", session.now);
    restart(backup, volume(), 2);
    assertGoesOn();
    assertThat(newPreKeys(handedOut)).hasSize(812).allMatch(id -> id > 100_000);
    assertThat(reasons()).containsOnlyOnce("state-restored");
    assertThat(store.memory.records("restoration")).isEmpty();
  }

  @Test
  void databaseFailedOverToALaggingReplicaUnderALivePod() throws Exception {
    MemoryStore replica = store.memory.copy();
    loseAnHour();
    store.commits =
        changes -> {
          throw new FencedException("the connection was lost in the commit");
        };
    assertThatThrownBy(() -> send("in flight")).isInstanceOf(FencedException.class);
    used.add(session);
    Restoration.note(replica, "commits-differ", session.now);
    restart(replica, volume(), 3);
    assertGoesOn();
  }

  @Test
  void databaseFailedOverToALaggingReplicaUnderADeadPod() throws Exception {
    StoredMessage prepared = send("prepared, and who knows whether it was taken");
    session.link().end(new CloseReason.Lost("reset"));
    session.settle();
    StoredMessage queued = send("queued");
    MemoryStore replica = store.memory.copy();
    session.pass(Duration.ofMinutes(1)).logIn();
    loseAnHour();
    Restoration.note(replica, "failed-over", session.now);
    restart(replica, volume(), 4);
    assertGoesOn();
    assertThat(session.link().sent.stream().filter(node -> node.is("message"))).hasSize(1);
    for (StoredMessage held : List.of(prepared, queued)) {
      StoredMessage now = store.memory.message(held.id()).orElseThrow();
      assertThat(now.status()).isEqualTo(MessageStatus.FAILED);
      assertThat(now.failure().map(MessageFailure::code)).contains("state-restored");
    }
    assertThat(store.memory.prepared()).isEmpty();
  }

  @Test
  void requestBeforeTheRuleIsCarriedOutIsNotAcceptedRatherThanFailedForNothing() throws Exception {
    MemoryStore backup = store.memory.copy();
    DeviceIdentity volume = volume();
    Restoration.note(backup, "epoch-went-back", session.now);
    store = new FaultyStore(backup);
    session = session(store, 11);
    session.identities.save(volume);
    session.session.begin();
    assertThat(session.ask(text("too early")).get()).isInstanceOf(SendResult.NotYet.class);
    StoredMessage later = send("in time");
    session.logIn();
    assertThat(store.memory.message(later.id()).orElseThrow().failure()).isEmpty();
    assertThat(lastMessage().attribute("id")).contains(later.stanzaId());
    assertThat(store.memory.messages()).hasSize(2);
  }

  @Test
  void volumeOfYesterday() throws Exception {
    DeviceIdentity yesterday = volume();
    loseAnHour();
    Set<Integer> offered = used.signedPreKeyIds();
    restart(store.memory.copy(), yesterday, 5);
    assertGoesOn();
    assertThat(used.signedPreKeyIds()).hasSize(offered.size() + 1);
    // The database lost nothing: its sessions go on.
    assertThat(lastMessage().child("participants")).isPresent();
    assertThat(store.memory.records("restoration")).isEmpty();
    assertThat(reasons()).doesNotContain("state-restored");
  }

  @Test
  void volumeAndDatabaseRestoredTogether() throws Exception {
    MemoryStore backup = store.memory.copy();
    DeviceIdentity yesterday = volume();
    loseAnHour();
    Set<Integer> handedOut = used.preKeyIds();
    Restoration.note(backup, "epoch-went-back", session.now);
    restart(backup, yesterday, 6);
    assertGoesOn();
    assertThat(newPreKeys(handedOut)).hasSize(812);
  }

  @Test
  void theSameBackupRestoredTwice() throws Exception {
    MemoryStore backup = store.memory.copy();
    DeviceIdentity yesterday = volume();
    loseAnHour();
    Restoration.note(backup, "epoch-went-back", session.now);
    MemoryStore again = backup.copy();
    restart(backup, yesterday, 7);
    assertGoesOn();
    Set<Integer> handedOut = used.preKeyIds();
    restart(again, yesterday, 8);
    assertGoesOn();
    assertThat(Collections.disjoint(newPreKeys(handedOut), handedOut)).isTrue();
    assertThat(newPreKeys(handedOut)).hasSize(812);
  }

  @Test
  void newDatabaseForAnOldVolume() throws Exception {
    loseAnHour();
    Set<Integer> handedOut = used.preKeyIds();
    restart(new MemoryStore(), volume(), 9);
    assertGoesOn();
    assertThat(newPreKeys(handedOut)).hasSize(812);
    assertThat(reasons()).containsOnlyOnce("state-restored");
  }

  @Test
  void databaseOfAnotherDevice() throws Exception {
    used.add(session);
    DeviceIdentity other =
        VirtualSession.device(DeviceIdentity.Pairing.ACTIVE, 99, "4915112345678:8@s.whatsapp.net");
    restart(store.memory.copy(), other, 10);
    assertThat(store.memory.records("signal-session")).isEmpty();
    session.logIn();
    assertThat(session.snapshot().phase()).isEqualTo(Phase.CONNECTED);
    assertThat(reasons()).containsOnlyOnce("state-restored");
  }

  @Test
  void nothingIsSentBeforeTheRuleIsCarriedOutWhereverTheProcessDies() throws Exception {
    for (int contact = 0; contact < 210; contact++) {
      Jid jid = Jid.phoneNumber(Integer.toString(491_600_000 + contact));
      session.post(Texts.to(jid, "hi"));
      session.receive(
          Node.of("ack")
              .with("class", "message")
              .with("id", lastMessage().attribute("id").orElseThrow())
              .with("from", jid));
    }
    MemoryStore backup = store.memory.copy();
    DeviceIdentity volume = volume();
    loseAnHour();
    Restoration.note(backup, "epoch-went-back", session.now);
    int deaths = 0;
    for (boolean done = false; !done; deaths++) {
      int last = deaths / 2;
      boolean stored = deaths % 2 == 0;
      MemoryStore database = backup.copy();
      try {
        dieAt(last, stored, database, volume, 100 + deaths);
        done = true;
      } catch (FencedException killed) {
        assertThat(session.links).isEmpty();
      }
      restart(store.memory, volume(), 500 + deaths);
      assertThat(store.memory.records("restoration")).isEmpty();
      UsedKeys before = new UsedKeys();
      session.logIn();
      sendAndTake("after all");
      before.add(session);
      used.add(session);
    }
    // Twice for each commit: two pages of device lists, two of sessions, the keys.
    assertThat(deaths).isGreaterThan(2 * 5);
  }

  private void dieAt(int last, boolean isStored, MemoryStore over, DeviceIdentity volume, int seed)
      throws Exception {
    VirtualSession before = session;
    store = new FaultyStore(over);
    int[] left = {last};
    store.commits =
        changes -> {
          if (left[0]-- == 0) {
            if (isStored) {
              over.commit(changes);
            }
            throw new FencedException("killed here");
          }
        };
    session = session(store, seed);
    session.now = before.now.plus(Duration.ofMinutes(1));
    session.identities.save(volume);
    session.begin();
  }
}
