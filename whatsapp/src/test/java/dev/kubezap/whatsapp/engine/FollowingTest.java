package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.device.DeviceList;
import dev.kubezap.whatsapp.device.DeviceListKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.RejectedChangeException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Work that other work puts behind it costs no commit of its own, and cannot take it down. */
class FollowingTest {
  private static final Jid NOBODY = Jid.phoneNumber("49777");

  private final FaultyStore store = new FaultyStore();
  private final VirtualSession virtual = new VirtualSession(store);

  /** The recipient is known to have no device, so preparing comes to an end without asking. */
  @BeforeEach
  void goOnline() throws Exception {
    virtual.online();
    DeviceList none = new DeviceList(List.of());
    store.memory.commit(
        List.of(
            new Change.Put<>(new DeviceListKey(NOBODY), none),
            new Change.Put<>(new DeviceListKey(Jid.phoneNumber("4915112345678")), none)));
    virtual.session.forget();
  }

  private static SendRequest request(String text) {
    return Texts.to(NOBODY, text);
  }

  private static boolean fails(Change change) {
    return change instanceof Change.MoveMessage move
        && move.message().status() == MessageStatus.FAILED;
  }

  @Test
  void acceptsAndPreparesInOneCommit() throws Exception {
    long before = store.memory.commits();
    CompletableFuture<Object> first = new CompletableFuture<>();
    CompletableFuture<Object> second = new CompletableFuture<>();
    virtual.session.mailbox().offer(Pending.of(request("one"), first));
    virtual.session.mailbox().offer(Pending.of(request("two"), second));
    virtual.settle();
    assertThat(first.get()).isInstanceOf(SendResult.Accepted.class);
    assertThat(second.get()).isInstanceOf(SendResult.Accepted.class);
    assertThat(store.memory.messages())
        .extracting(StoredMessage::status)
        .containsExactly(MessageStatus.FAILED, MessageStatus.FAILED);
    assertThat(store.memory.commits()).isEqualTo(before + 1);
  }

  @Test
  void storesAMessageWhosePreparationTheDatabaseRefuses() throws Exception {
    store.commits =
        changes -> {
          if (changes.stream().anyMatch(FollowingTest::fails)) {
            throw new RejectedChangeException("refused", new IllegalArgumentException("U+0000"));
          }
        };
    CompletableFuture<Object> caller = virtual.ask(request("kept"));
    assertThat(caller.get()).isInstanceOf(SendResult.Accepted.class);
    assertThat(store.memory.messages())
        .extracting(StoredMessage::status)
        .containsExactly(MessageStatus.QUEUED);
  }
}
