package dev.kubezap.whatsapp.call;

import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Call;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Refuses a call that rings. The privacy token does not go along, unlike with other stanzas to
 * contacts (PROTOCOL-2026 2).
 */
public final class RejectCall implements Step<RejectCall.Of, Optional<CallKey.Known>> {
  private static final int ID_BYTES = 8;

  /**
   * The input.
   *
   * @param id {@link Call#id()}
   */
  public record Of(String id) implements ServiceRequest<Done> {}

  @Override
  public Optional<CallKey.Known> gather(Work<Of> work, StateReader state, Turn turn) {
    return state.read(new CallKey(work.input().id()));
  }

  @Override
  public Outcome decide(Work<Of> work, Optional<CallKey.Known> known, Turn turn) {
    if (known.isEmpty()) {
      return ServiceStep.answer(
          new ServiceAnswer.Impossible<Done>(
              "not-found", "There is no such call: GET /api/v1/calls lists them."));
    }
    Call call = known.get().call();
    if (call.state() != Call.State.RINGING || call.offline()) {
      return ServiceStep.answer(
          new ServiceAnswer.Impossible<Done>("call-over", "The call does not ring any more."));
    }
    if (!turn.connection().loggedIn() || turn.identity().isEmpty()) {
      return ServiceStep.answer(new ServiceAnswer.NotConnected<Done>());
    }
    CallKey.Known next =
        known.get().with(call.over(Call.State.REJECTED, turn.now().truncatedTo(ChronoUnit.MILLIS)));
    return Outcome.builder()
        .change(new Change.Put<>(new CallKey(call.id()), next))
        .change(ReceiveCall.told(next.call(), turn))
        .effect(new Effect.Send(stanza(next, turn)))
        .effect(new Effect.Answer(new ServiceAnswer.Given<>(new Done())))
        .build();
  }

  static Node stanza(CallKey.Known known, Turn turn) {
    Jid to = known.stanzaFrom().account();
    DeviceIdentity own = turn.identity().orElseThrow();
    return Node.of(
            "call",
            Node.of("reject")
                .with("call-id", known.call().id())
                .with("call-creator", known.creator())
                .with("count", "0"))
        .with("from", to.isLid() ? own.lid().orElse(own.jid()) : own.jid())
        .with("id", HexFormat.of().withUpperCase().formatHex(turn.random().next(ID_BYTES)))
        .with("to", to);
  }
}
