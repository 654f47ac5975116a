package dev.kubezap.simulator.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kubezap.simulator.Simulator;
import dev.kubezap.simulator.SimulatorConfig;
import dev.kubezap.simulator.fault.FaultAction;
import dev.kubezap.simulator.fault.FaultMatch;
import dev.kubezap.simulator.fault.FaultPlan;
import dev.kubezap.simulator.fault.FaultPoint;
import dev.kubezap.simulator.fault.FaultRule;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.strict.Violation;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every action at every point that takes it, as a client meets it on the wire. */
class FaultMatrixTest {
  private static final String OWN = "4915110000001";
  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final FaultAction DELAY = new FaultAction.Delay(PAUSE.toMillis());
  private static final FaultAction UNAVAILABLE = new FaultAction.StreamError(503, null);

  private Simulator simulator;
  private TestCompanion companion;

  @BeforeEach
  void start() throws IOException {
    simulator = Simulator.start(SimulatorConfig.defaults());
    simulator.addAccount(OWN, "Own", false);
    companion = new TestCompanion(simulator);
    companion.link(OWN);
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  private FaultPlan.Scope once(FaultPoint point, FaultMatch match, FaultAction action) {
    return simulator.fault(FaultRule.once(point, match, action));
  }

  private FaultPlan.Scope onPing(FaultPoint point, String id, FaultAction action) {
    return once(point, FaultMatch.tag("iq", "id", id), action);
  }

  private int happened() {
    return simulator.faults().list().getFirst().happened();
  }

  private TestConnection online() {
    TestConnection connection = companion.logIn();
    connection.activate();
    return connection;
  }

  private static Node ping(String id) {
    return Node.of("iq", Node.of("ping")).with("id", id).with("type", "get").with("xmlns", "w:p");
  }

  private static void pong(TestConnection connection, String id) {
    assertThat(connection.await(answer(id)).attribute("type")).isEqualTo("result");
  }

  private static Predicate<Node> answer(String id) {
    return n -> n.tag().equals("iq") && n.attribute("id").equals(id);
  }

  private static void closed(TestConnection connection) {
    connection.awaitClose();
    connection.close();
  }

  private static Duration timed(Runnable work) {
    long begun = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private void livesOn() {
    try (TestConnection again = online()) {
      again.send(ping("alive"));
      pong(again, "alive");
    }
    assertThat(simulator.violations().list()).extracting(Violation::rule).isEmpty();
  }

  @Test
  void connectIsDelayedOrRefused() {
    try (FaultPlan.Scope _ = once(FaultPoint.CONNECT, FaultMatch.all(), DELAY)) {
      assertThat(timed(() -> companion.logIn().close())).isGreaterThanOrEqualTo(PAUSE);
    }
    try (FaultPlan.Scope _ = // Java's client tries once more by itself.
        simulator.fault(
            FaultRule.always(FaultPoint.CONNECT, FaultMatch.all(), new FaultAction.Close()))) {
      assertThatThrownBy(companion::logIn).hasRootCauseInstanceOf(IOException.class);
    }
    livesOn();
  }

  @Test
  void theHandshakeIsDelayedCutAndBroken() {
    try (FaultPlan.Scope _ = once(FaultPoint.HANDSHAKE, FaultMatch.all(), DELAY)) {
      assertThat(timed(() -> companion.logIn().close())).isGreaterThanOrEqualTo(PAUSE);
    }
    for (FaultAction broken :
        new FaultAction[] {new FaultAction.Truncate(), new FaultAction.Close()}) {
      try (FaultPlan.Scope _ = once(FaultPoint.HANDSHAKE, FaultMatch.all(), broken)) {
        assertThatThrownBy(companion::logIn).hasMessageContaining("closed");
      }
    }
    livesOn();
  }

  @Test
  void theServersHelloIsLost() {
    try (FaultPlan.Scope _ = once(FaultPoint.HANDSHAKE, FaultMatch.all(), new FaultAction.Drop())) {
      CompletableFuture<TestConnection> waiting = CompletableFuture.supplyAsync(companion::logIn);
      await().until(() -> happened() == 1);
      assertThat(simulator.connections()).hasSize(1);
      assertThat(simulator.connections().getFirst().state()).isEqualTo("handshake");
      simulator.connections().getFirst().abort();
      assertThatThrownBy(waiting::join).hasMessageContaining("closed");
    }
    livesOn();
  }

  @Test
  void theLoginIsDelayedOrLost() {
    FaultMatch logIn = FaultMatch.tag("login", "registration", "false");
    try (FaultPlan.Scope _ = once(FaultPoint.LOGIN, logIn, DELAY)) {
      assertThat(timed(() -> online().close())).isGreaterThanOrEqualTo(PAUSE);
    }
    try (FaultPlan.Scope _ = once(FaultPoint.LOGIN, logIn, new FaultAction.Drop());
        TestConnection unanswered = companion.logIn()) {
      await().until(() -> happened() == 1);
      assertThat(simulator.connections().getLast().state()).isEqualTo("handshake");
      assertThat(unanswered.untaken()).isEmpty();
    }
    livesOn();
  }

  @Test
  void theLoginIsRefusedOrBroken() {
    FaultMatch logIn = FaultMatch.tag("login", "registration", "false");
    try (FaultPlan.Scope _ =
            once(FaultPoint.LOGIN, logIn, new FaultAction.Failure(403, Map.of("url", "u")));
        TestConnection locked = companion.logIn()) {
      Node failure = locked.await(n -> n.tag().equals("failure"));
      assertThat(failure.attribute("reason")).isEqualTo("403");
      assertThat(failure.attribute("url")).isEqualTo("u");
      closed(locked);
    }
    try (FaultPlan.Scope _ = once(FaultPoint.LOGIN, logIn, UNAVAILABLE);
        TestConnection away = companion.logIn()) {
      assertThat(away.await(n -> n.tag().equals("stream:error")).attribute("code"))
          .isEqualTo("503");
      closed(away);
    }
    try (FaultPlan.Scope _ = once(FaultPoint.LOGIN, logIn, new FaultAction.Close());
        TestConnection broken = companion.logIn()) {
      closed(broken);
      assertThat(broken.untaken()).isEmpty();
    }
    livesOn();
  }

  @Test
  void aRequestIsLostDelayedDoubledOrOvertaken() {
    try (TestConnection connection = online()) {
      try (FaultPlan.Scope _ = onPing(FaultPoint.IN, "lost", new FaultAction.Drop())) {
        connection.send(ping("lost"));
        connection.send(ping("behind"));
        pong(connection, "behind");
        assertThat(connection.untaken()).noneMatch(answer("lost"));
      }
      try (FaultPlan.Scope _ = onPing(FaultPoint.IN, "late", DELAY)) {
        connection.send(ping("late"));
        assertThat(timed(() -> pong(connection, "late")))
            .isGreaterThanOrEqualTo(PAUSE.minusMillis(50));
      }
      try (FaultPlan.Scope _ = onPing(FaultPoint.IN, "twice", new FaultAction.Duplicate())) {
        connection.send(ping("twice"));
        pong(connection, "twice");
        pong(connection, "twice");
      }
      try (FaultPlan.Scope _ = onPing(FaultPoint.IN, "overtaken", new FaultAction.Reorder())) {
        connection.send(ping("overtaken"));
        connection.send(ping("first"));
        pong(connection, "overtaken");
        assertThat(connection.untaken()).anyMatch(answer("first"));
      }
    }
    livesOn();
  }

  @Test
  void theConnectionBreaksBeforeOrAfterARequest() {
    try (TestConnection before = online();
        FaultPlan.Scope _ = onPing(FaultPoint.IN, "cut", new FaultAction.Close())) {
      // Both may be in one segment: what follows the break is lost too. Or the break is quicker,
      // and
      // the second cannot even be sent.
      before.send(ping("cut"));
      before.sendIfOpen(ping("behind"));
      closed(before);
      assertThat(before.untaken()).noneMatch(answer("cut")).noneMatch(answer("behind"));
    }
    try (TestConnection error = online();
        FaultPlan.Scope _ = onPing(FaultPoint.IN, "cut", UNAVAILABLE)) {
      error.send(ping("cut"));
      error.await(n -> n.tag().equals("stream:error") && n.attribute("code").equals("503"));
      closed(error);
      assertThat(error.untaken()).noneMatch(answer("cut"));
    }
    try (TestConnection after = online();
        FaultPlan.Scope _ =
            once(
                FaultPoint.IN,
                FaultMatch.tag("iq", "xmlns", "privacy"),
                new FaultAction.CloseAfter())) {
      Node visible =
          Node.of("privacy", Node.of("category").with("name", "last").with("value", "none"));
      after.send(
          Node.of("iq", visible).with("id", "set").with("type", "set").with("xmlns", "privacy"));
      closed(after);
      assertThat(
              simulator.world().locked(() -> simulator.phone(OWN).account().privacy().get("last")))
          .isEqualTo("none");
    }
    livesOn();
  }

  @Test
  void anAnswerIsLostDelayedDoubledOvertakenOrCutInPieces() {
    try (TestConnection connection = online()) {
      try (FaultPlan.Scope _ = onPing(FaultPoint.OUT, "lost", new FaultAction.Drop())) {
        connection.send(ping("lost"));
        connection.send(ping("behind"));
        pong(connection, "behind");
        assertThat(connection.untaken()).noneMatch(answer("lost"));
      }
      try (FaultPlan.Scope _ = onPing(FaultPoint.OUT, "late", DELAY)) {
        connection.send(ping("late"));
        assertThat(timed(() -> pong(connection, "late")))
            .isGreaterThanOrEqualTo(PAUSE.minusMillis(50));
      }
      try (FaultPlan.Scope _ = onPing(FaultPoint.OUT, "twice", new FaultAction.Duplicate())) {
        connection.send(ping("twice"));
        pong(connection, "twice");
        pong(connection, "twice");
      }
      try (FaultPlan.Scope _ = onPing(FaultPoint.OUT, "overtaken", new FaultAction.Reorder())) {
        connection.send(ping("overtaken"));
        connection.send(ping("first"));
        pong(connection, "overtaken");
        assertThat(connection.untaken()).anyMatch(answer("first"));
      }
      try (FaultPlan.Scope _ = onPing(FaultPoint.OUT, "pieces", new FaultAction.Split(1))) {
        int before = connection.messages();
        connection.send(ping("pieces"));
        pong(connection, "pieces");
        assertThat(connection.messages() - before).isGreaterThan(20);
      }
    }
    livesOn();
  }

  @Test
  void theConnectionBreaksBeforeInOrAfterAnAnswer() {
    for (FaultAction broken :
        new FaultAction[] {new FaultAction.Truncate(), new FaultAction.Close()}) {
      try (TestConnection connection = online();
          FaultPlan.Scope _ = onPing(FaultPoint.OUT, "cut", broken)) {
        connection.send(ping("cut"));
        closed(connection);
        assertThat(connection.untaken()).noneMatch(answer("cut"));
      }
    }
    try (TestConnection connection = online();
        FaultPlan.Scope _ = onPing(FaultPoint.OUT, "last", new FaultAction.CloseAfter())) {
      connection.send(ping("last"));
      pong(connection, "last");
      closed(connection);
    }
    try (TestConnection connection = online();
        FaultPlan.Scope _ = onPing(FaultPoint.OUT, "cut", UNAVAILABLE)) {
      connection.send(ping("cut"));
      connection.await(n -> n.tag().equals("stream:error") && n.attribute("code").equals("503"));
      closed(connection);
    }
    try (TestConnection connection = online();
        FaultPlan.Scope _ = onPing(FaultPoint.OUT, "cut", new FaultAction.Failure(401, null))) {
      connection.send(ping("cut"));
      connection.await(n -> n.tag().equals("failure") && n.attribute("reason").equals("401"));
      closed(connection);
    }
    livesOn();
  }

  @Test
  void aRequestIsRefused() {
    try (TestConnection connection = online();
        FaultPlan.Scope _ = onPing(FaultPoint.IQ, "limited", new FaultAction.Reject(429, null))) {
      connection.send(ping("limited"));
      Node answer = connection.await(answer("limited"));
      assertThat(answer.attribute("type")).isEqualTo("error");
      assertThat(answer.child("error").orElseThrow().attribute("code")).isEqualTo("429");
    }
    livesOn();
  }
}
