package dev.kubezap.whatsapp.message;

import static dev.kubezap.whatsapp.message.Outbox.BOB;
import static dev.kubezap.whatsapp.message.Outbox.DEVICE;
import static dev.kubezap.whatsapp.message.Outbox.OWN;
import static dev.kubezap.whatsapp.message.Outbox.holds;
import static dev.kubezap.whatsapp.message.Outbox.lists;
import static dev.kubezap.whatsapp.message.Outbox.records;
import static dev.kubezap.whatsapp.step.Decisions.decide;
import static dev.kubezap.whatsapp.step.Decisions.online;
import static dev.kubezap.whatsapp.step.Decisions.store;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.device.SessionKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.MemoryStore;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A message to more devices than one step begins sessions with (SAFETY 1). */
class ManyDevicesTest {
  private static final PrepareSend STEP = new PrepareSend();
  private static final int DEVICES = 250;
  private static final Jid WITHOUT_KEYS = BOB.withDevice(17);

  private final MemoryStore store = new MemoryStore();
  private final Party bob = Outbox.bob();

  private Outcome prepared(Work<PrepareSend.Prepare> work) {
    return decide(STEP, work, store, online(DEVICE));
  }

  private static List<Jid> asked(Outcome outcome) {
    assertThat(outcome.ask().orElseThrow().queries()).hasSize(1);
    return outcome.ask().get().queries().getFirst().child("key").orElseThrow().children().stream()
        .map(user -> user.jid("jid").orElseThrow())
        .toList();
  }

  private Reply keysOf(List<Jid> devices) {
    List<Node> users =
        devices.stream()
            .map(
                device ->
                    device.equals(WITHOUT_KEYS)
                        ? Node.of("user", Node.of("error").with("code", 404)).with("jid", device)
                        : bob.bundle(device))
            .toList();
    return new Reply.Result(Node.of("iq", Node.of("list").withChildren(users)));
  }

  @Test
  void sessionsAreStoredTwoHundredAStepBeforeTheMessageIsPrepared() {
    holds(store, "m1", BOB, MessageStatus.QUEUED);
    lists(store, BOB, IntStream.range(0, DEVICES).toArray());
    lists(store, OWN, DEVICE.jid().device());
    Work<PrepareSend.Prepare> work = Work.of(new PrepareSend.Prepare("m1"));
    List<Jid> first = asked(prepared(work));
    assertThat(first).hasSize(200).startsWith(BOB, BOB.withDevice(1)).contains(WITHOUT_KEYS);

    Outcome begun = prepared(work.answered(List.of(keysOf(first))));
    assertThat(begun.ask()).isEmpty();
    assertThat(records(begun.changes())).hasSize(199).allMatch(SessionKey.class::isInstance);
    PrepareSend.Prepare next = new PrepareSend.Prepare("m1", 0, 0, Set.of(WITHOUT_KEYS));
    assertThat(begun.effects()).containsExactly(new Effect.Enqueue(next));
    store(store, begun.changes());

    Work<PrepareSend.Prepare> left = Work.of(next);
    List<Jid> second = asked(prepared(left));
    assertThat(second).hasSize(50).startsWith(BOB.withDevice(200)).doesNotContain(WITHOUT_KEYS);

    Outcome whole = prepared(left.answered(List.of(keysOf(second))));
    assertThat(whole.changes()).filteredOn(Change.PutPrepared.class::isInstance).hasSize(1);
    assertThat(whole.effects()).contains(new Effect.Count("device", "unreachable"));
    store(store, whole.changes());
    assertThat(store.outgoing("m1").orElseThrow().devices())
        .hasSize(249)
        .doesNotContain(WITHOUT_KEYS);
  }
}
