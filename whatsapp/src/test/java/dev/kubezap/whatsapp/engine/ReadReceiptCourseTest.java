package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.connection.CloseReason;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.message.MarkRead;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is told that a caller's messages were read is told, whenever that can be. */
class ReadReceiptCourseTest {
  private static final Jid BOB = Jid.phoneNumber("491522222222");

  private final MemoryStore store = new MemoryStore();
  private VirtualSession session = new VirtualSession(store);

  @BeforeEach
  void twoCameIn() throws Exception {
    store.commit(
        List.of(
            new Change.PutMessage(theirs("r1")),
            new Change.PutMessage(theirs("r2")),
            new Change.PutChat(
                new Chat(BOB, Optional.empty(), Optional.empty(), VirtualSession.BEGIN, 2))));
    session.online();
  }

  private static StoredMessage theirs(String id) {
    return new StoredMessage(
        id,
        "3EB0" + id,
        BOB,
        Optional.empty(),
        BOB,
        0,
        false,
        Optional.empty(),
        VirtualSession.BEGIN,
        TextContent.of("hello"),
        ByteString.EMPTY,
        MessageStatus.RECEIVED,
        Optional.empty(),
        Map.of());
  }

  private void lose() throws Exception {
    session.link().end(new CloseReason.Lost("reset"));
    session.settle();
  }

  private void mark(String... ids) throws Exception {
    assertThat(session.ask(new MarkRead.Read(BOB, List.of(ids)))).isCompletedWithValue(ids.length);
  }

  private List<String> told() {
    return session.link().sent.stream()
        .filter(node -> node.is("receipt") && node.has("type", "read"))
        .map(node -> node.attribute("id").orElseThrow())
        .toList();
  }

  private void acknowledge(String id) throws Exception {
    session.receive(
        Node.of("ack")
            .with("class", "receipt")
            .with("id", id)
            .with("from", BOB)
            .with("type", "read"));
  }

  private void logIn() throws Exception {
    session.pass(Duration.ofMinutes(1)).logIn();
  }

  @Test
  void aSenderIsToldAtOnce() throws Exception {
    mark("r1");
    assertThat(told()).containsExactly("3EB0r1");
    acknowledge("3EB0r1");
    lose();
    logIn();
    assertThat(told()).isEmpty();
  }

  @Test
  void whatIsReadWithoutAConnectionIsToldAfterTheNextLogIn() throws Exception {
    lose();
    mark("r1", "r2");
    mark("r1", "r2");
    session.pass(Duration.ofMinutes(1));
    session.receive(Node.of("success").with("lid", "100200300:7@lid"));
    assertThat(told()).isEmpty();
    session.receive(Node.of("ib", Node.of("offline").with("count", 0)));
    assertThat(told()).containsExactly("3EB0r1");
    assertThat(store.chat(BOB).orElseThrow().unread()).isZero();
  }

  @Test
  void whatTheServerMayHaveMissedIsToldAgain() throws Exception {
    mark("r1");
    mark("r2");
    acknowledge("3EB0r2");
    lose();
    logIn();
    assertThat(told()).containsExactly("3EB0r1");
    acknowledge("3EB0r1");
    lose();
    logIn();
    assertThat(told()).isEmpty();
  }

  /** Killed after the commit, or after the receipt left. */
  @Test
  void anotherProcessTellsIt() throws Exception {
    lose();
    mark("r1");
    VirtualSession before = session;
    session = new VirtualSession(store);
    session.now = before.now;
    session.identities.save(before.identities.load().orElseThrow());
    session.begin().logIn();
    assertThat(told()).containsExactly("3EB0r1");
  }
}
