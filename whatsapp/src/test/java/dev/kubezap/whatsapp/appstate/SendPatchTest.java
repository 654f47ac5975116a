package dev.kubezap.whatsapp.appstate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Decisions;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import dev.kubezap.whatsapp.syncd.Collection;
import dev.kubezap.whatsapp.syncd.Mutation;
import dev.kubezap.whatsapp.syncd.PatchKey;
import dev.kubezap.whatsapp.syncd.Progress;
import dev.kubezap.whatsapp.syncd.ProgressKey;
import dev.kubezap.whatsapp.syncd.Version;
import dev.kubezap.whatsapp.syncd.WantedKey;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An answer belongs to the patch that was sent, and to no other one. */
class SendPatchTest {
  private static final ByteString EARLIER = ByteString.copyFromUtf8("earlier");
  private static final ByteString LATER = ByteString.copyFromUtf8("later");
  private static final Collection LOW = Collection.REGULAR_LOW;

  private final MemoryStore store = new MemoryStore();
  private final SendPatch step = new SendPatch();

  private void holds(long version, PatchKey.Patch patch) {
    Decisions.store(
        store,
        new Change.Put<>(
            new ProgressKey(LOW), Progress.NONE.at(new Version(version, ByteString.EMPTY), false)),
        new Change.Put<>(new PatchKey(LOW), patch));
  }

  private static PatchKey.Patch patch(long base, ByteString hash) {
    Mutation pin =
        new Mutation(
            true,
            ByteString.copyFromUtf8("index"),
            ByteString.copyFromUtf8("value"),
            ByteString.copyFromUtf8("[\"pin_v1\",\"4915187654321@s.whatsapp.net\"]"),
            ByteString.EMPTY);
    return new PatchKey.Patch(
        base, ByteString.copyFromUtf8("bytes"), hash, List.of("wanted-1"), List.of(pin), false, 0);
  }

  private Outcome answered(ByteString sent, Node collection) {
    Node iq = Node.of("iq", Node.of("sync", collection.with("name", "regular_low")));
    return Decisions.answered(
        step,
        new SendPatch.Of(LOW, sent),
        1,
        store,
        Decisions.online(Decisions.device(1)),
        new Reply.Result(iq));
  }

  private static Node conflict() {
    return Node.of("collection", Node.of("error").with("code", "409")).with("type", "error");
  }

  @Test
  void takesTheAnswerToThePatchThatIsStored() {
    holds(7, patch(7, LATER));
    Outcome outcome = answered(LATER, Node.of("collection"));
    assertThat(outcome.changes())
        .contains(
            new Change.Remove(new PatchKey(LOW)), new Change.Remove(new WantedKey("wanted-1")));
  }

  @Test
  void leavesALaterPatchAloneWhenAnEarlierOneIsAccepted() {
    holds(8, patch(8, LATER));
    assertThat(answered(EARLIER, Node.of("collection"))).isEqualTo(Outcome.nothing());
  }

  @Test
  void leavesALaterPatchAloneWhenAnEarlierOneMetAnother() {
    holds(8, patch(8, LATER));
    assertThat(answered(EARLIER, conflict())).isEqualTo(Outcome.nothing());
  }

  @Test
  void doesNotSendAPatchThatIsNoLongerStored() {
    Outcome outcome =
        Decisions.decide(
            step, new SendPatch.Of(LOW, EARLIER), store, Decisions.online(Decisions.device(1)));
    assertThat(outcome).isEqualTo(Outcome.nothing());
  }
}
