package dev.kubezap.whatsapp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.crypto.SeededBytes;
import dev.kubezap.whatsapp.device.LidPairs;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Decisions;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.store.Change;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What stays of an input that the database refuses. */
class DecidingTest {
  private static final Jid PHONE = Jid.phoneNumber("4915110000003");
  private static final Jid LID = Jid.lid("100000000000003");

  private final Deciding deciding = new Deciding(new Router.Builder().build(), new SeededBytes(1));

  /** A pair that is known and two chats that are not one would stay so for ever. */
  @Test
  void whatIsSetAsideStillJoinsTheChatsOfThePairThatItTells() {
    List<Change> learned =
        LidPairs.learn(PHONE, LID, new LidPairs.Known(Optional.empty(), Optional.empty()));
    Change row =
        new Change.PutChat(
            new Chat(PHONE, Optional.of(LID), Optional.of("\u0000"), Decisions.NOW, 1));
    Decided refused =
        new Decided(
            Pending.of(Node.of("message"), 1, 1),
            "message",
            Outcome.builder().changes(learned).change(row).build(),
            Optional.of(new IllegalArgumentException("U+0000")));
    List<Change> kept =
        deciding.setAside(refused, Decisions.turn(Optional.empty())).outcome().changes();
    assertThat(learned).contains(new Change.MergeChats(LID, PHONE));
    assertThat(kept).containsAll(learned).doesNotContain(row).hasSize(learned.size() + 1);
  }
}
