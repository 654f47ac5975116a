package dev.kubezap.whatsapp.login;

import static dev.kubezap.whatsapp.step.Decisions.NOW;
import static dev.kubezap.whatsapp.step.Decisions.answered;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.device;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static dev.kubezap.whatsapp.step.Decisions.turn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.account.Account;
import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.account.Properties;
import dev.kubezap.whatsapp.account.PropertiesKey;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked and awaited around a log-in. */
class AroundLogInTest {
  private static final Turn BEFORE = turn(device(3));
  private static final Turn ONLINE =
      new Turn(
          NOW, new SeededBytes(1), Optional.of(device(3)), new Turn.Link(true, true, true, false));

  private final MemoryStore store = new MemoryStore();

  private static Outcome pulls(long came) {
    return Outcome.builder()
        .effect(look(came, 0))
        .effect(new Effect.Send(Node.of("ib", Node.of("offline_batch").with("count", 200))))
        .build();
  }

  private static Effect look(long before, int looks) {
    return new Effect.Schedule(
        "offline-pull", new OfflineQueue.Pull(before, looks), Duration.ofMillis(25));
  }

  /** A turn before which so many stanzas of the queue have come. */
  private static Turn after(long came) {
    return new Turn(
        NOW,
        new SeededBytes(1),
        Optional.of(device(3)),
        new Turn.Link(true, false, true, true),
        came);
  }

  @Test
  void whatWaitsIsPulledUntilTheMarkerComes() {
    OfflineQueue.Preview announced = new OfflineQueue.Preview();
    Node preview = Node.of("ib", Node.of("offline_preview").with("count", 1));
    assertThat(decide(announced, preview, store, BEFORE)).isEqualTo(pulls(0));
    for (Node nothing :
        List.of(
            Node.of("ib", Node.of("offline_preview").with("count", 0)),
            Node.of("ib", Node.of("offline_preview")),
            Node.of("ib"))) {
      assertThat(decide(announced, nothing, store, BEFORE)).isEqualTo(Outcome.nothing());
    }
    OfflineQueue.Pulling pulling = new OfflineQueue.Pulling();
    OfflineQueue.Pull pull = new OfflineQueue.Pull(300, 0);
    assertThat(decide(pulling, pull, store, after(500))).isEqualTo(pulls(500));
    assertThat(decide(pulling, pull, store, after(499)))
        .isEqualTo(Outcome.builder().effect(look(300, 1)).build());
    assertThat(decide(pulling, new OfflineQueue.Pull(300, 8), store, after(499)))
        .isEqualTo(Outcome.builder().effect(look(300, 9)).build());
    assertThat(decide(pulling, new OfflineQueue.Pull(300, 9), store, after(300)))
        .isEqualTo(pulls(300));
    assertThat(decide(pulling, new OfflineQueue.Pull(0, 9), store, ONLINE))
        .isEqualTo(Outcome.nothing());
  }

  private static final OfflineQueue.Waiting WAITING =
      new OfflineQueue.Waiting(List.of("one", "two"));

  /** Of 30 seconds each, half an hour. */
  private static final int MANY = 60;

  private static Outcome sendingBegins() {
    return Outcome.builder()
        .effect(new Effect.Cancel("offline-pull"))
        .effect(new Effect.Cancel("offline-end"))
        .effect(new Effect.Report(new SessionChange.Linked(new Turn.Link(true, true, true, true))))
        .effect(new Effect.Enqueue("one"))
        .effect(new Effect.Enqueue("two"))
        .build();
  }

  private static Outcome patience(long came, int number) {
    return Outcome.builder()
        .effect(
            new Effect.Schedule(
                "offline-end", new OfflineQueue.GaveUp(came, number), Duration.ofSeconds(30)))
        .build();
  }

  private static Outcome nextPart() {
    return Outcome.builder()
        .effect(new Effect.Send(Node.of("ib", Node.of("offline_batch").with("count", 200))))
        .build();
  }

  @Test
  void patienceEndsWhenNothingComesAnyMore() {
    assertThat(decide(WAITING, new OfflineQueue.GaveUp(7, MANY - 1), store, after(8)))
        .isEqualTo(patience(8, MANY));
    assertThat(decide(WAITING, new OfflineQueue.GaveUp(8, 1), store, after(8)))
        .isEqualTo(sendingBegins());
    assertThat(decide(WAITING, new OfflineQueue.GaveUp(8, MANY), store, after(8)))
        .isEqualTo(sendingBegins());
  }

  @Test
  void whatComesForTooLongHoldsSendingNoLongerAndIsTakenBesideIt() {
    assertThat(decide(WAITING, new OfflineQueue.GaveUp(7, MANY), store, after(8)))
        .isEqualTo(
            Outcome.builder()
                .add(sendingBegins())
                .add(nextPart())
                .add(patience(8, MANY + 1))
                .build());
    Turn sending =
        new Turn(
            NOW,
            new SeededBytes(1),
            Optional.of(device(3)),
            new Turn.Link(true, true, true, true),
            9);
    assertThat(decide(WAITING, new OfflineQueue.GaveUp(8, MANY), store, sending))
        .isEqualTo(Outcome.builder().add(nextPart()).add(patience(9, MANY + 1)).build());
    assertThat(decide(WAITING, new OfflineQueue.GaveUp(9, MANY), store, sending))
        .isEqualTo(Outcome.nothing());
  }

  private Outcome fetched(Node props) {
    return answered(
        new FetchProperties(),
        new FetchProperties.Due(),
        1,
        store,
        ONLINE,
        new Reply.Result(Node.of("iq", props)));
  }

  private static Node lidSwitch(String value) {
    return Node.of(
            "props",
            Node.of("prop")
                .with("config_code", Properties.LID_ADDRESSING)
                .with("config_value", value))
        .with("hash", "h2");
  }

  @Test
  void switchesAreAskedForByTheirHash() {
    Node props = Node.of("props").with("protocol", "1");
    Node query = Node.of("iq").with("to", Jid.SERVICE).with("type", "get").with("xmlns", "abt");
    FetchProperties step = new FetchProperties();
    assertThat(decide(step, new FetchProperties.Due(), store, ONLINE))
        .isEqualTo(Outcome.builder().ask(new Ask(List.of(query.withChildren(props)))).build());
    store(store, new Change.Put<>(new PropertiesKey(), new Properties("h1", Map.of())));
    assertThat(decide(step, new FetchProperties.Due(), store, ONLINE))
        .isEqualTo(
            Outcome.builder()
                .ask(new Ask(List.of(query.withChildren(props.with("hash", "h1")))))
                .build());
  }

  private static Outcome.Builder kept(Properties properties, Duration pause) {
    return Outcome.builder()
        .change(new Change.Put<>(new PropertiesKey(), properties))
        .effect(new Effect.Schedule("properties", new FetchProperties.Due(), pause));
  }

  @Test
  void aSwitchThatIsOnIsTakenUpOnce() {
    Properties on = new Properties("h2", Map.of(Properties.LID_ADDRESSING, "1"));
    Account lid = Account.BLANK.withLidAddressing();
    assertThat(fetched(lidSwitch("1")))
        .isEqualTo(
            kept(on, Duration.ofDays(1))
                .change(new Change.Put<>(new AccountKey(), lid))
                .effect(
                    new Effect.Report(
                        new SessionChange.Linked(new Turn.Link(true, true, true, true))))
                .build());
    assertThat(fetched(lidSwitch("0")))
        .isEqualTo(
            kept(new Properties("h2", Map.of(Properties.LID_ADDRESSING, "0")), Duration.ofDays(1))
                .build());
    store(store, new Change.Put<>(new AccountKey(), lid));
    assertThat(fetched(lidSwitch("1"))).isEqualTo(kept(on, Duration.ofDays(1)).build());
  }

  @ParameterizedTest
  @CsvSource({"3599,3600", "3601,3601", "604799,604799", "604801,604800"})
  void theServiceSaysWhenToAskAgain(long told, long seconds) {
    assertThat(fetched(lidSwitch("0").with("refresh", told)).effects())
        .containsExactly(
            new Effect.Schedule(
                "properties", new FetchProperties.Due(), Duration.ofSeconds(seconds)));
  }

  @Test
  void withoutSwitchesTheStoredOnesHold() {
    for (Reply no :
        List.of(new Reply.Missing(), new Reply.Refused(500, ""), new Reply.Result(Node.of("iq")))) {
      assertThat(answered(new FetchProperties(), new FetchProperties.Due(), 1, store, ONLINE, no))
          .isEqualTo(Outcome.nothing());
    }
  }

  /** No jitter is taken away: the longest delay there is. */
  private static final RandomBytes LATEST = byte[]::new;

  private static Effect due(Duration delay, int failures) {
    return new Effect.Schedule("client-version", new RefreshVersion.Due(failures), delay);
  }

  @Test
  void theVersionIsReadAgainInTime() {
    assertThat(decide(new RefreshVersion(), new RefreshVersion.Due(3), store, BEFORE))
        .isEqualTo(Outcome.builder().effect(new Effect.FetchVersion(3)).build());
    Duration spread = Duration.ofMinutes(10);
    assertThat(RefreshVersion.next(true, LATEST)).isEqualTo(due(spread.plusHours(1), 0));
    assertThat(RefreshVersion.next(false, LATEST)).isEqualTo(due(spread.plusDays(1), 0));
    assertThat(RefreshVersion.again(1, LATEST)).isEqualTo(due(Duration.ofMinutes(1), 1));
    assertThat(RefreshVersion.again(3, LATEST)).isEqualTo(due(Duration.ofMinutes(4), 3));
    assertThat(RefreshVersion.again(40, LATEST)).isEqualTo(due(Duration.ofHours(1), 40));
  }

  @ParameterizedTest
  @CsvSource({"0,1440", "1439,1", "1440,0", "9000,0"})
  void aVersionReadByAProcessBeforeCounts(long minutesAgo, long left) {
    Account account =
        new Account(
            1,
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ZERO,
            Optional.of(NOW.minus(Duration.ofMinutes(minutesAgo))),
            false);
    assertThat(RefreshVersion.first(account, NOW, LATEST))
        .isEqualTo(due(Duration.ofMinutes(10 + left), 0));
    assertThat(RefreshVersion.first(Account.BLANK, NOW, LATEST))
        .isEqualTo(due(Duration.ofMinutes(10), 0));
  }
}
