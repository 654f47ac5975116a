package dev.kubezap.whatsapp.restore;

import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.prekey.KeyDigest;
import dev.kubezap.whatsapp.prekey.PreKeyUpload;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Compares this device's keys with those that the server hands out (PROTOCOL.md 8, digest). Keys
 * that are missing or others are uploaded. Prekeys that this device has not made yet were made by a
 * state that was lost: then the state was restored, however little else tells it.
 */
public final class CheckDigest implements Step<CheckDigest.Due, PreKeyUpload.Supply> {

  /** The input: once for every log-in. */
  public record Due() {}

  @Override
  public PreKeyUpload.Supply gather(Work<Due> work, StateReader state, Turn turn) {
    return PreKeyUpload.gather(state);
  }

  @Override
  public Outcome decide(Work<Due> work, PreKeyUpload.Supply supply, Turn turn) {
    if (turn.identity().isEmpty()) {
      return Outcome.nothing();
    }
    DeviceIdentity identity = turn.identity().get();
    return switch (work.asked()) {
      case 0 -> Outcome.builder().ask(new Ask(List.of(KeyDigest.query()))).build();
      case 1 -> compare(work.replies().getFirst(), supply, identity, turn);
      default ->
          work.replies().getFirst() instanceof Reply.Result
              ? Outcome.builder().change(PreKeyUpload.confirmed(supply, identity)).build()
              : Outcome.nothing();
    };
  }

  private static Outcome compare(
      Reply reply, PreKeyUpload.Supply supply, DeviceIdentity identity, Turn turn) {
    return switch (reply) {
      // It has no keys of this device.
      case Reply.Refused(int code, String _, Duration _) when code == 404 ->
          upload("none", supply, identity, turn);
      case Reply.Result(Node iq) -> {
        Optional<KeyDigest> digest = KeyDigest.in(iq);
        if (digest.isEmpty()) {
          yield counted("unreadable").build();
        }
        if (digest.get().isAheadOf(supply.state())) {
          yield counted("ahead")
              .change(new Restoration("server-knows-later-prekeys", turn.now()).noted())
              .effect(new Effect.Disconnect())
              .effect(ApplyRestoration.Go.BEGIN.later())
              .build();
        }
        yield digest.get().isOf(identity)
            ? counted("same").build()
            : upload("differs", supply, identity, turn);
      }
      // Looked at again after the next log-in.
      case Reply.Refused _, Reply.Missing _ -> Outcome.nothing();
    };
  }

  private static Outcome upload(
      String label, PreKeyUpload.Supply supply, DeviceIdentity identity, Turn turn) {
    Outcome.Builder outcome = counted(label);
    PreKeyUpload.due(0, supply, identity, turn.random())
        .ifPresent(due -> outcome.changes(due.changes()).ask(new Ask(List.of(due.query()))));
    return outcome.build();
  }

  private static Outcome.Builder counted(String label) {
    return Outcome.builder().effect(new Effect.Count("key-digest", label));
  }
}
