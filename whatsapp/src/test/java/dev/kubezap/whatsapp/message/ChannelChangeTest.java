package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.message;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.online;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.ChangeEnd;
import dev.kubezap.whatsapp.ChangeRequest;
import dev.kubezap.whatsapp.ChangeResult;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What this account does to a message of a channel, from its request to the acknowledgement. */
class ChannelChangeTest {
  private static final Jid CHANNEL = Jid.of("120363001@newsletter");
  private static final ChangeRequest.Kind EDIT = new ChangeRequest.Edit(TextContent.of("hi"));
  private static final ChangeRequest.Kind DELETE = new ChangeRequest.Delete();

  private final MemoryStore store = new MemoryStore();

  private void published(MessageStatus status) {
    store(store, new Change.PutMessage(message("m1", CHANNEL, status)));
    store(store, new Change.Put<>(new ChannelNumberKey("m1"), 107L));
  }

  private Object answer(ChangeRequest.Kind kind) {
    Outcome outcome =
        decide(new AcceptChange(), Work.of(new ChangeRequest("m1", kind)), store, online(DEVICE));
    store(store, outcome.changes());
    return outcome.effects().stream()
        .filter(Effect.Answer.class::isInstance)
        .map(effect -> ((Effect.Answer) effect).value())
        .findFirst()
        .orElseThrow();
  }

  private String accepted(ChangeRequest.Kind kind) {
    return ((ChangeResult.Accepted) answer(kind)).id();
  }

  private Node sent(String change) {
    Outcome outcome =
        decide(new PrepareSend(), Work.of(new PrepareSend.Prepare(change)), store, online(DEVICE));
    store(store, outcome.changes());
    return OutgoingStanza.decode(store.prepared(change).orElseThrow().stanza());
  }

  private Outcome acknowledged(String id, Optional<String> error) {
    Outcome outcome =
        decide(
            new ServerAck(),
            Work.of(
                Node.of("ack")
                    .with("class", "message")
                    .with("id", id)
                    .with("from", CHANNEL)
                    .withIfPresent("error", error)),
            store,
            online(DEVICE));
    store(store, outcome.changes());
    return outcome;
  }

  @Test
  void anEditGoesUnderTheIdOfItsMessage() {
    published(MessageStatus.SENT);
    String change = accepted(EDIT);
    assertThat(sent(change))
        .isEqualTo(
            Node.of("message", Node.of("plaintext", ByteString.fromHex("0a026869")))
                .with("to", CHANNEL)
                .with("id", "3EB0m1")
                .with("type", "text")
                .with("edit", "3"));
    assertThat(answer(DELETE)).isInstanceOf(ChangeResult.NotYet.class);
    assertThat(acknowledged("3EB0m1", Optional.empty()).effects())
        .contains(new Effect.ChangeEnded(change, new ChangeEnd.Done()));
    assertThat(store.read(new AdditionsKey("m1")).orElseThrow().revisions()).hasSize(1);
    assertThat(store.prepared()).isEmpty();
    assertThat(answer(DELETE)).isInstanceOf(ChangeResult.Accepted.class);
  }

  @Test
  void aDeletionSaysNothing() {
    published(MessageStatus.SENT);
    String change = accepted(DELETE);
    assertThat(sent(change))
        .isEqualTo(
            Node.of("message", Node.of("plaintext"))
                .with("to", CHANNEL)
                .with("id", "3EB0m1")
                .with("type", "text")
                .with("edit", "8"));
    var _ = acknowledged("3EB0m1", Optional.empty());
    assertThat(store.read(new AdditionsKey("m1")).orElseThrow().deletion()).isPresent();
  }

  @Test
  void whatIsRefusedChangesNothing() {
    published(MessageStatus.SENT);
    String change = accepted(EDIT);
    var _ = sent(change);
    assertThat(acknowledged("3EB0m1", Optional.of("403")).effects())
        .filteredOn(Effect.ChangeEnded.class::isInstance)
        .singleElement()
        .satisfies(
            end ->
                assertThat(((Effect.ChangeEnded) end).end()).isInstanceOf(ChangeEnd.Failed.class));
    assertThat(store.read(new AdditionsKey("m1"))).isEmpty();
    assertThat(store.message("m1").orElseThrow().status()).isEqualTo(MessageStatus.SENT);
    assertThat(answer(EDIT)).isInstanceOf(ChangeResult.Accepted.class);
  }

  @Test
  void waitsForTheMessageItself() {
    published(MessageStatus.PREPARED);
    assertThat(answer(EDIT)).isInstanceOf(ChangeResult.NotYet.class);
    assertThat(answer(DELETE)).isInstanceOf(ChangeResult.NotYet.class);
    assertThat(store.queuedIn(CHANNEL, 10)).isEmpty();
  }

  @Test
  void aReactionNamesTheNumber() {
    published(MessageStatus.SENT);
    String like = accepted(new ChangeRequest.React(Optional.of("👍")));
    Node stanza = sent(like);
    assertThat(stanza)
        .isEqualTo(
            Node.of("message", Node.of("reaction").with("code", "👍"))
                .with("to", CHANNEL)
                .with("id", store.outgoing(like).orElseThrow().stanzaId())
                .with("type", "reaction")
                .with("server_id", "107"));
    var _ = acknowledged(stanza.attribute("id").orElseThrow(), Optional.empty());
    assertThat(store.read(new AdditionsKey("m1")).orElseThrow().reactions()).hasSize(1);
    assertThat(
            sent(accepted(new ChangeRequest.React(Optional.empty())))
                .withIfPresent("id", Optional.of("X")))
        .isEqualTo(
            Node.of("message", Node.of("reaction"))
                .with("to", CHANNEL)
                .with("id", "X")
                .with("type", "reaction")
                .with("server_id", "107")
                .with("edit", "7"));
  }
}
