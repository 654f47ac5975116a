package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.MarkRead;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.store.FencedException;
import dev.kubezap.whatsapp.store.RejectedChangeException;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * What a batch promises: one commit, nothing performed before it, and one bad input that harms no
 * other.
 */
class BatchTest {
  private final FaultyStore store = new FaultyStore();
  private final VirtualSession virtual = new VirtualSession(store);

  @Test
  void storesWhatIsThereInOneCommit() throws Exception {
    virtual.online();
    long before = store.memory.commits();
    for (int i = 0; i < 100; i++) {
      virtual.link().receive(Routings.of("r" + i));
    }
    virtual.settle();
    assertThat(store.memory.commits()).isEqualTo(before + 1);
    assertThat(Routings.stored(store.memory)).isEqualTo("r99");
  }

  @Test
  void takesNoMoreThanABatchAtOnce() throws Exception {
    virtual.online();
    long before = store.memory.commits();
    for (int i = 0; i < 300; i++) {
      virtual.link().receive(Routings.of("r" + i));
    }
    virtual.settle();
    assertThat(store.memory.commits()).isEqualTo(before + 3);
  }

  @Test
  void setsAsideTheOneInputThatTheDatabaseRefuses() throws Exception {
    virtual.online();
    store.commits =
        changes -> {
          if (Routings.hold(changes, "bad")) {
            throw new RejectedChangeException("refused", new IllegalArgumentException("U+0000"));
          }
        };
    for (String info : List.of("one", "two", "bad", "three", "four")) {
      virtual.link().receive(Routings.of(info));
    }
    virtual.settle();
    assertThat(Routings.stored(store.memory)).isEqualTo("four");
    List<String> quarantined = store.memory.records("quarantine");
    assertThat(quarantined).hasSize(1);
    QuarantineKey.Entry entry =
        store.memory.read(new QuarantineKey(quarantined.getFirst())).orElseThrow();
    assertThat(entry.kind()).isEqualTo("edge-routing");
    assertThat(entry.error()).contains("RejectedChangeException");
    assertThat(entry.input().isEmpty()).isFalse();
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.CONNECTED);
  }

  @Test
  void livesOnWhenNotEvenTheQuarantineCanBeStored() throws Exception {
    virtual.online();
    store.commits =
        changes -> {
          throw new RejectedChangeException("refused", new IllegalArgumentException("all"));
        };
    virtual.receive(Routings.of("lost"));
    store.commits = changes -> {};
    virtual.receive(Routings.of("kept"));
    assertThat(Routings.stored(store.memory)).isEqualTo("kept");
  }

  @Test
  void setsAsideAnInputWhoseStepFails() throws Exception {
    virtual.online();
    store.reads =
        keys -> {
          if (keys.stream().anyMatch(key -> key.kind().equals("lid-of-phone"))) {
            throw new StoredStateException("damaged");
          }
        };
    virtual.link().receive(Routings.of("before"));
    virtual
        .link()
        .receive(
            ServerStanzas.notification("devices", Node.of("update"))
                .with("from", "49777@s.whatsapp.net"));
    virtual.link().receive(Routings.of("after"));
    virtual.settle();
    assertThat(Routings.stored(store.memory)).isEqualTo("after");
    assertThat(store.memory.records("quarantine")).hasSize(1);
    assertThat(virtual.link().sent.getLast().attributes())
        .containsEntry("class", "notification")
        .containsEntry("to", "49777@s.whatsapp.net");
  }

  @Test
  void acknowledgesNothingWhileTheStoreIsAwayAndCatchesUp() throws Exception {
    virtual.online();
    store.commits =
        changes -> {
          throw new StoreUnavailableException("away");
        };
    int sent = virtual.link().sent.size();
    virtual.link().receive(Routings.of("stored later"));
    virtual.link().receive(ServerStanzas.notification("picture", Node.of("delete")));
    virtual.settle().pass(Duration.ofSeconds(10));
    assertThat(virtual.link().sent).hasSize(sent);
    assertThat(virtual.session.loop().refusal().orElseThrow()).contains("database");
    store.commits = changes -> {};
    virtual.pass(Duration.ofSeconds(4));
    assertThat(Routings.stored(store.memory)).isEqualTo("stored later");
    assertThat(virtual.link().sent).hasSize(sent + 1);
    assertThat(virtual.links).hasSize(1);
  }

  @Test
  void closesTheConnectionWhenTheStoreStaysAway() throws Exception {
    virtual.online();
    store.commits =
        changes -> {
          throw new StoreUnavailableException("away");
        };
    virtual.link().receive(Routings.of("kept by the server"));
    CompletableFuture<Object> caller = new CompletableFuture<>();
    virtual
        .session
        .mailbox()
        .offer(Pending.of(new MarkRead.Read(Jid.phoneNumber("1"), List.of()), caller));
    virtual.settle().pass(Duration.ofSeconds(30));
    assertThat(virtual.link().isClosed()).isTrue();
    assertThat(caller).isCompletedExceptionally();
    store.commits = changes -> {};
    virtual.pass(Duration.ofSeconds(10));
    assertThat(virtual.links).hasSize(2);
    virtual.logIn();
    assertThat(virtual.snapshot().phase()).isEqualTo(Phase.CONNECTED);
  }

  @Test
  void performsNothingOfABatchThatWasFenced() throws Exception {
    virtual.online();
    store.commits =
        changes -> {
          throw new FencedException("somebody else");
        };
    int sent = virtual.link().sent.size();
    virtual.link().receive(ServerStanzas.notification("picture", Node.of("delete")));
    virtual.link().receive(Routings.of("refused"));
    assertThatThrownBy(virtual::settle).isInstanceOf(FencedException.class);
    assertThat(virtual.link().sent).hasSize(sent);
  }

  @Test
  void savesThePendingIdentityBeforeItsConfirmationCanLeave() throws Exception {
    virtual.begin();
    virtual.receive(ServerStanzas.pairDevice());
    PhoneSide phone = PhoneSide.of(store.memory);
    store.commits =
        changes -> {
          throw new FencedException("killed here");
        };
    virtual.link().receive(phone.pairSuccess("4915112345678"));
    assertThatThrownBy(virtual::settle).isInstanceOf(FencedException.class);
    assertThat(virtual.identities.load()).isPresent();
    assertThat(virtual.link().sent)
        .noneMatch(stanza -> stanza.child("pair-device-sign").isPresent());
  }
}
