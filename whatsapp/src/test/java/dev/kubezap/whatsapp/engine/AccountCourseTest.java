package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.account.PropertiesKey;
import dev.kubezap.whatsapp.connection.Answer;
import dev.kubezap.whatsapp.connection.CloseReason;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the service tells about the account, and what follows, in virtual time. */
class AccountCourseTest {
  private final MemoryStore store = new MemoryStore();
  private final VirtualSession virtual = new VirtualSession(store);

  @Test
  void remembersTheServicesSwitches() throws Exception {
    virtual.server =
        iq ->
            iq.child("props").isPresent()
                ? Optional.of(
                    new Answer.Answered(
                        Node.of(
                            "iq",
                            Node.of(
                                    "props",
                                    Node.of("prop")
                                        .with("config_code", 9435)
                                        .with("config_value", "1"))
                                .with("hash", "h1"))))
                : VirtualSession.obliging(iq);
    virtual.online();
    assertThat(AccountKey.read(store).lidAddressing()).isTrue();
    assertThat(store.read(new PropertiesKey()).orElseThrow().hash()).isEqualTo("h1");
    virtual.pass(Duration.ofDays(2));
    assertThat(virtual.link().asked)
        .filteredOn(iq -> iq.child("props").isPresent())
        .hasSizeGreaterThan(1)
        .last()
        .satisfies(iq -> assertThat(iq.child("props").orElseThrow().has("hash", "h1")).isTrue());
  }

  @Test
  void tellsWhereTheServiceWantsItNext() throws Exception {
    reconnectRouted();
    assertThat(virtual.link().attempt.routingInfo()).contains(ByteString.copyFromUtf8("frankfurt"));
  }

  private void reconnectRouted() throws Exception {
    virtual.online();
    virtual.receive(
        Node.of(
            "ib",
            Node.of(
                "edge_routing", Node.of("routing_info", ByteString.copyFromUtf8("frankfurt")))));
    fail();
    virtual.pass(Duration.ofSeconds(3));
  }

  @Test
  void forgetsTheWayThatLeadsNowhere() throws Exception {
    reconnectRouted();
    fail();
    virtual.pass(Duration.ofSeconds(5));
    assertThat(virtual.link().attempt.routingInfo()).isPresent();
    fail();
    virtual.pass(Duration.ofSeconds(10));
    assertThat(virtual.link().attempt.routingInfo()).isEmpty();
    // A connection that lasts is where it was found the last time.
    virtual.logIn().pass(Duration.ofMinutes(2));
    fail();
    virtual.pass(Duration.ofSeconds(3));
    assertThat(virtual.link().attempt.routingInfo()).isPresent();
  }

  private void fail() throws Exception {
    virtual.link().end(new CloseReason.Lost("reset"));
    virtual.settle();
  }

  @Test
  void takesDirtyMarksBack() throws Exception {
    virtual.online();
    virtual.receive(Node.of("ib", Node.of("dirty").with("type", "groups").with("timestamp", 17)));
    int last = virtual.link().asked.size() - 1;
    Node query = virtual.link().asked.get(last - 1);
    assertThat(query.attributes()).containsEntry("xmlns", "urn:xmpp:whatsapp:dirty");
    assertThat(virtual.link().asked.get(last).child("participating")).isPresent();
    assertThat(query.child("clean").orElseThrow().attributes())
        .containsEntry("type", "groups")
        .containsEntry("timestamp", "17");
  }

  @Test
  void answersTheServersQueries() throws Exception {
    virtual.online();
    virtual.receive(
        Node.of("iq")
            .with("from", Jid.SERVICE)
            .with("id", "p1")
            .with("type", "get")
            .with("xmlns", "urn:xmpp:ping"));
    assertThat(virtual.link().sent.getLast().attributes())
        .containsEntry("type", "result")
        .containsEntry("id", "p1");
    virtual.receive(
        Node.of("iq", Node.of("odd"))
            .with("from", Jid.SERVICE)
            .with("id", "p2")
            .with("type", "set"));
    assertThat(virtual.link().sent.getLast().attributes())
        .containsEntry("type", "error")
        .containsEntry("id", "p2");
  }
}
