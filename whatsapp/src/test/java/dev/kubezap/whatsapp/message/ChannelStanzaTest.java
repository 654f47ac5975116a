package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.HELLO;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.online;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageAdditions;
import dev.kubezap.whatsapp.model.MessageAdditions.Revision;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.MalformedStanzaException;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a channel changes, from its stanza to the message. */
class ChannelStanzaTest {
  private static final Jid CHANNEL = Jid.of("120363001@newsletter");
  private static final Jid ANOTHER = Jid.of("120363002@newsletter");
  private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_123L);
  private static final ByteString HI = ByteString.fromHex("0a026869");

  private final MemoryStore store = new MemoryStore();

  private void holds(Jid chat, boolean fromMe) {
    store(
        store,
        new Change.PutMessage(
            new StoredMessage(
                "m1",
                "3EB0X",
                chat,
                Optional.empty(),
                fromMe ? DEVICE.jid().account() : chat,
                0,
                fromMe,
                Optional.empty(),
                Instant.ofEpochSecond(1_699_999_999),
                TextContent.of("hello"),
                HELLO.toByteString(),
                fromMe ? MessageStatus.SENT : MessageStatus.RECEIVED,
                Optional.empty(),
                Map.of())));
  }

  private static Node stanza(String edit, Node... children) {
    return Node.of("message", children)
        .with("from", CHANNEL)
        .with("id", "3EB0X")
        .with("type", "text")
        .with("t", 1_700_000_000)
        .with("server_id", 107)
        .with("edit", edit);
  }

  private static Node edited() {
    return stanza(
        "3", Node.of("plaintext", HI), Node.of("meta").with("msg_edit_t", AT.toEpochMilli()));
  }

  private MessageAdditions handled(Node stanza) {
    Outcome due =
        Unhandled.due(
            "channel",
            stanza,
            ChannelStanza.told(origin(stanza), stanza).orElseThrow(),
            online(DEVICE));
    store(store, due.changes());
    UnhandledKey key = (UnhandledKey) ((Change.Put<?>) due.changes().getFirst()).key();
    Outcome outcome =
        decide(
            new HandleUnhandled(),
            Work.of(new HandleUnhandled.Due(key.name())),
            store,
            online(DEVICE));
    store(store, outcome.changes());
    return store.read(new AdditionsKey("m1")).orElse(MessageAdditions.NONE);
  }

  private static Origin origin(Node stanza) {
    try {
      return Origin.of(stanza, Optional.of(DEVICE));
    } catch (MalformedStanzaException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anEditSaysSinceWhen() {
    holds(CHANNEL, false);
    assertThat(handled(edited()).revisions()).containsExactly(new Revision(HI, AT));
    assertThat(store.messages()).hasSize(1);
  }

  @Test
  void aDeletionTakesItBack() {
    holds(CHANNEL, false);
    assertThat(handled(stanza("8", Node.of("plaintext"))).deletion().orElseThrow().by())
        .isEqualTo(CHANNEL);
  }

  @Test
  void aChannelChangesWhatIsItsOwnAlone() {
    holds(ANOTHER, false);
    assertThat(handled(edited())).isEqualTo(MessageAdditions.NONE);
    assertThat(handled(stanza("8", Node.of("plaintext")))).isEqualTo(MessageAdditions.NONE);
  }

  /** Another device of this account may do it; what this one did is told to it once. */
  @Test
  void whatThisAccountPublishedIsChangedByItself() {
    holds(CHANNEL, true);
    assertThat(handled(edited()).revisions()).containsExactly(new Revision(HI, AT));
    assertThat(
            handled(stanza("3", Node.of("plaintext", HI), Node.of("meta").with("msg_edit_t", 1)))
                .revisions())
        .containsExactly(new Revision(HI, AT));
    Node deletion = stanza("8", Node.of("plaintext"));
    assertThat(handled(deletion).deletion().orElseThrow().by()).isEqualTo(DEVICE.jid().account());
    assertThat(handled(deletion).deletion()).isPresent();
    assertThat(store.records("unhandled")).isEmpty();
  }

  @Test
  void whatIsSentBackIsNoSecondMessage() {
    holds(CHANNEL, true);
    Node stanza =
        Node.of("message", Node.of("plaintext", HELLO.toByteString()))
            .with("from", CHANNEL)
            .with("id", "3EB0X")
            .with("type", "text")
            .with("t", 1_700_000_000)
            .with("server_id", 107);
    assertThat(handled(stanza)).isEqualTo(MessageAdditions.NONE);
    assertThat(store.messages()).hasSize(1);
    assertThat(store.read(new ChannelNumberKey("m1"))).contains(107L);
    assertThat(store.records("unhandled")).isEmpty();
  }

  @Test
  void otherMarksAreKept() {
    for (Node stanza :
        new Node[] {
          stanza("5", Node.of("plaintext", HI)),
          stanza("3"),
          stanza("7", Node.of("reaction")).with("type", "reaction")
        }) {
      assertThat(ChannelStanza.told(origin(stanza), stanza)).isEmpty();
    }
  }
}
