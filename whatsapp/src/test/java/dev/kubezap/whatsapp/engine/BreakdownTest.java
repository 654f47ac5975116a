package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.account.Account;
import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.connection.CloseReason;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A defect breaks one turn, not the session; what breaks it again and again is set aside. */
class BreakdownTest {
  private final FaultyStore store = new FaultyStore();
  private final VirtualSession virtual = new VirtualSession(store);

  /** A stanza that is stored, and shows by what is stored that it was handled. */
  private static Node named(String id) {
    return Node.of("notification", Node.of("devices"))
        .with("type", "devices")
        .with("id", id)
        .with("from", "49777" + id.hashCode() % 1000 + "@s.whatsapp.net");
  }

  /** The store breaks, in a way that it never announced, over what holds this. */
  private void breakOver(String info) {
    store.commits =
        changes -> {
          if (Routings.hold(changes, info)) {
            throw new IllegalStateException("a defect");
          }
        };
  }

  private void receiveAll(String... infos) throws Exception {
    for (String info : infos) {
      virtual.link().receive(Routings.of(info));
    }
    virtual.settle();
  }

  @Test
  void beginsAnewFromWhatIsStoredAndPerformsNothingOfTheBrokenTurn() throws Exception {
    virtual.online();
    int links = virtual.links.size();
    ScriptedLink broken = virtual.link();
    breakOver("once");
    int sent = broken.sent.size();
    broken.receive(named("A"));
    receiveAll("once");
    assertThat(broken.isClosed()).isTrue();
    assertThat(broken.sent).hasSize(sent);
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.RECONNECTING);
    assertThat(virtual.snapshot().reason()).contains("internal-error");
    store.commits = changes -> {};
    virtual.pass(Duration.ofSeconds(2));
    assertThat(virtual.links).hasSize(links + 1);
    virtual.logIn();
    receiveAll("after");
    assertThat(Routings.stored(store.memory)).isEqualTo("after");
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.CONNECTED);
    assertThat(virtual.identities.load()).isPresent();
  }

  @Test
  void readsStateAgainAfterADefect() throws Exception {
    virtual.online();
    receiveAll("remembered");
    breakOver("defect");
    receiveAll("defect");
    Account other =
        AccountKey.read(store.memory).withRoutingInfo(ByteString.copyFromUtf8("stored meanwhile"));
    store.memory.commit(List.of(new Change.Put<>(new AccountKey(), other)));
    store.commits = changes -> {};
    virtual.pass(Duration.ofSeconds(2));
    assertThat(virtual.link().attempt.routingInfo())
        .contains(ByteString.copyFromUtf8("stored meanwhile"));
  }

  @Test
  void waitsLongerAfterEveryDefectAndConnectsToNobodyMeanwhile() throws Exception {
    virtual.online();
    List<Duration> pauses = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      breakOver("x" + i);
      int links = virtual.links.size();
      Instant begun = virtual.now;
      receiveAll("x" + i);
      store.commits = changes -> {};
      while (virtual.links.size() == links) {
        virtual.pass(Duration.ofMillis(100));
      }
      pauses.add(Duration.between(begun, virtual.now));
      virtual.logIn();
    }
    // Each is 1, 2, 4 ... seconds less at most half.
    assertThat(pauses.get(5)).isGreaterThan(Duration.ofSeconds(15)).isGreaterThan(pauses.get(2));
    assertThat(pauses.get(0)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void stanzaThatBreaksTheSessionRepeatedlyIsSetAsideAndBlocksNothing() throws Exception {
    virtual.online();
    store.commits =
        changes -> {
          boolean poison =
              changes.stream()
                  .anyMatch(
                      change ->
                          change instanceof Change.Remove remove
                              && remove.key().name().startsWith("4966666"));
          if (poison) {
            throw new IllegalStateException("a defect");
          }
        };
    Node poison =
        Node.of("notification", Node.of("update"))
            .with("type", "devices")
            .with("id", "poison")
            .with("from", "4966666@s.whatsapp.net");
    int breakdowns = 0;
    for (; breakdowns < 10 && store.memory.records("quarantine").isEmpty(); breakdowns++) {
      // As the server does: what was not acknowledged comes again, in order.
      virtual.link().receive(Routings.of("before " + breakdowns));
      virtual.link().receive(poison);
      virtual.link().receive(Routings.of("after " + breakdowns));
      virtual.settle();
      if (store.memory.records("quarantine").isEmpty()) {
        virtual.pass(Duration.ofMinutes(1)).logIn();
      }
    }
    assertThat(breakdowns).isEqualTo(4);
    assertThat(Routings.stored(store.memory)).isEqualTo("after 3");
    assertThat(virtual.link().sent.getLast().attributes())
        .containsEntry("class", "notification")
        .containsEntry("id", "poison");
    QuarantineKey.Entry entry =
        store
            .memory
            .read(new QuarantineKey(store.memory.records("quarantine").getFirst()))
            .orElseThrow();
    assertThat(entry.kind()).isEqualTo("notification");
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.CONNECTED);
  }

  @Test
  void callersOfABrokenTurnAreToldAndTheirWorkIsNotDoneTwice() throws Exception {
    virtual.online();
    store.commits =
        changes -> {
          if (changes.stream().anyMatch(Change.PutMessage.class::isInstance)) {
            store.memory.commit(changes);
            throw new IllegalStateException("a defect after the commit");
          }
        };
    CompletableFuture<Object> caller =
        virtual.ask(Texts.to(Jid.phoneNumber("491522222222"), "once"));
    assertThat(caller).isCompletedExceptionally();
    store.commits = changes -> {};
    virtual.pass(Duration.ofSeconds(2)).logIn();
    assertThat(store.memory.messages()).hasSize(1);
  }

  @Test
  void sessionThatStoppedForAReasonStaysStopped() throws Exception {
    virtual.online();
    virtual.link().end(new CloseReason.Failure(403, Optional.empty(), Map.of()));
    virtual.settle();
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.RESTRICTED);
    int links = virtual.links.size();
    store.commits =
        changes -> {
          throw new IllegalStateException("a defect");
        };
    CompletableFuture<Object> caller = virtual.ask(Texts.to(Jid.phoneNumber("491522222222"), "x"));
    assertThat(caller).isCompletedExceptionally();
    store.commits = changes -> {};
    virtual.pass(Duration.ofMinutes(30));
    assertThat(virtual.links).hasSize(links);
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.RESTRICTED);
    assertThat(virtual.snapshot().reason()).contains("account-locked");
  }

  @Test
  void unreadableIdentityEndsIt() throws Exception {
    virtual.online();
    breakOver("x");
    receiveAll("x");
    virtual.identityIsUnreadable = true;
    assertThatThrownBy(() -> virtual.pass(Duration.ofSeconds(5)))
        .isInstanceOf(StoredStateException.class);
  }

  @Test
  void callersAreRefusedWhileItWaits() throws Exception {
    virtual.online();
    breakOver("x");
    receiveAll("x");
    assertThat(virtual.session.loop().refusal().orElseThrow()).contains("internal error");
    SessionEngine engine = new SessionEngine(virtual.session, virtual);
    assertThat(engine.markRead(Jid.phoneNumber("49"), List.of()))
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(StoreUnavailableException.class);
  }
}
