package dev.kubezap.whatsapp.restore;

import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.account.StateOwnerKey;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.prekey.RestoredKeys;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.Optional;

/** Whether the stored state and the device identity belong together, as far as they tell. */
public final class StateOrigin {
  private final Optional<Restoration> pending;
  private final Optional<PublicKey> owner;
  private final boolean hasAccount;
  private final RestoredKeys keys;

  private StateOrigin(
      Optional<Restoration> pending,
      Optional<PublicKey> owner,
      boolean hasAccount,
      RestoredKeys keys) {
    this.pending = pending;
    this.owner = owner;
    this.hasAccount = hasAccount;
    this.keys = keys;
  }

  /** Whether a connection may be opened. */
  public sealed interface Verdict {

    /** It may, after this. */
    record Connect(Outcome before) implements Verdict {}

    /** It may not: an import was cut off before its state was stored, so there was none. */
    record NeverImported() implements Verdict {}

    /** It may not: the state was restored, and this begins what follows from it. */
    record ApplyRestoration(Outcome begun) implements Verdict {}
  }

  /** Reads it. */
  public static StateOrigin read(StateReader state) {
    return new StateOrigin(
        state.read(new RestorationKey()),
        state.read(new StateOwnerKey()),
        state.read(new AccountKey()).isPresent(),
        RestoredKeys.gather(state));
  }

  /** Decides before a connection is opened with this identity. */
  public Verdict verdict(DeviceIdentity identity, Turn turn) {
    PublicKey self = identity.identityKey().publicKey();
    if (pending.isPresent()) {
      return carryOut(Outcome.nothing());
    }
    if (identity.pairing() == DeviceIdentity.Pairing.IMPORTED
        && owner.filter(self::equals).isEmpty()) {
      return new Verdict.NeverImported();
    }
    if (owner.isPresent() && !owner.get().equals(self)) {
      return carryOut(noted("state-of-another-device", turn));
    }
    Outcome.Builder before = Outcome.builder();
    if (owner.isEmpty()) {
      if (!hasAccount && identity.pairing() == DeviceIdentity.Pairing.ACTIVE) {
        return carryOut(noted("database-is-new", turn));
      }
      before.change(new Change.Put<>(new StateOwnerKey(), self));
      if (!hasAccount) {
        // The pairing's commit was lost: nobody knows whether this device was active since.
        before.change(keys.renewedSupply(turn.random()));
      }
    }
    if (keys.identityIsOlder(identity)) {
      before
          .effect(new Effect.SaveIdentity(keys.renewed(identity, turn.random(), turn.now())))
          .effect(new Effect.Count("restored", "identity-is-older"));
    }
    return new Verdict.Connect(before.build());
  }

  private static Outcome noted(String reason, Turn turn) {
    return Outcome.builder().change(new Restoration(reason, turn.now()).noted()).build();
  }

  private static Verdict carryOut(Outcome noted) {
    return new Verdict.ApplyRestoration(
        Outcome.builder().add(noted).effect(ApplyRestoration.Go.BEGIN.later()).build());
  }
}
