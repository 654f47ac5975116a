package dev.kubezap.whatsapp.prekey;

import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.DeviceIdentity.SignedPreKeyRecord;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.util.List;

/**
 * Replaces the signed prekey every 27 days; the old ones are kept 30 days more, for messages under
 * way (PROTOCOL-2026 4). The new one is on the disk before it is offered; one that the server did
 * not confirm is offered again a day later.
 */
public final class RotateSignedPreKey implements Step<RotateSignedPreKey.Due, PreKeySupply> {
  private static final String TIMER = "signed-pre-key";
  private static final Duration LIFE = Duration.ofDays(27);
  private static final Duration DAILY = Duration.ofDays(1);

  /** Time to look whether it is due. */
  public record Due() {}

  @Override
  public PreKeySupply gather(Work<Due> work, StateReader state, Turn turn) {
    return state.read(new PreKeySupplyKey()).orElse(PreKeySupply.NONE);
  }

  @Override
  public Outcome decide(Work<Due> work, PreKeySupply supply, Turn turn) {
    if (turn.identity().isEmpty()) {
      return Outcome.nothing();
    }
    DeviceIdentity identity = turn.identity().get();
    SignedPreKeyRecord newest = identity.signedPreKeys().getFirst();
    if (work.asked() > 0) {
      return work.replies().getFirst() instanceof Reply.Result
          ? Outcome.builder()
              .change(
                  new Change.Put<>(
                      new PreKeySupplyKey(),
                      new PreKeySupply(supply.nextId(), supply.firstUnconfirmed(), newest.id())))
              .build()
          : Outcome.nothing();
    }
    Outcome.Builder outcome =
        Outcome.builder().effect(new Effect.Schedule(TIMER, new Due(), DAILY));
    if (newest.createdAt().plus(LIFE).isAfter(turn.now())) {
      // Offered at the first upload; nothing is due while that is outstanding.
      boolean outstanding =
          supply.offeredSignedPreKey() != 0 && supply.offeredSignedPreKey() != newest.id();
      return outstanding ? outcome.ask(offer(newest)).build() : outcome.build();
    }
    DeviceIdentity rotated =
        SignedPreKeys.rotated(
            identity, newest.id() % PreKeySupply.MAXIMUM_ID + 1, turn.random(), turn.now());
    return outcome
        .effect(new Effect.SaveIdentity(rotated))
        .ask(offer(rotated.signedPreKeys().getFirst()))
        .build();
  }

  private static Ask offer(SignedPreKeyRecord key) {
    return new Ask(List.of(PreKeyUpload.query("set", Node.of("rotate", PreKeyUpload.signed(key)))));
  }
}
