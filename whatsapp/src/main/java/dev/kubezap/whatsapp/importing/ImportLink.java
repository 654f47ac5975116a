package dev.kubezap.whatsapp.importing;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.ServiceRequest;
import dev.kubezap.whatsapp.account.Account;
import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.account.StateOwnerKey;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.device.LearnPairs;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.login.ConnectNow;
import dev.kubezap.whatsapp.message.UnsentMessages;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.pairing.CompletePairing;
import dev.kubezap.whatsapp.pairing.PairingSettings;
import dev.kubezap.whatsapp.pairing.SignedIdentity;
import dev.kubezap.whatsapp.prekey.PreKeyKey;
import dev.kubezap.whatsapp.prekey.RestoredKeys;
import dev.kubezap.whatsapp.signal.ImportedSenderKey;
import dev.kubezap.whatsapp.signal.ImportedState;
import dev.kubezap.whatsapp.signal.PreKey;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.ServiceStep;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.util.List;
import java.util.Optional;

/**
 * Takes over the link that another client of a device has had. All of it is one commit; the
 * identity is saved before as one that counts only together with that commit.
 *
 * <p>Nobody knows whether the other client went on after what it stored was copied, so what follows
 * is what follows from a restoration: sessions only receive until a chain of our own begins, other
 * prekeys are offered under ids far away, own sender keys are made anew. The prekeys that it has
 * offered are kept, for messages that are under way.
 */
public final class ImportLink implements Step<ImportLink.Of, UnsentMessages> {
  /** Why the phase changed. */
  public static final String REASON = "link-imported";

  /** The session has a link already. */
  public static final String ALREADY_LINKED = "already-linked";

  /** The device is of another number than the session may be linked to. */
  public static final String WRONG_NUMBER = "wrong-phone-number";

  /** The signatures of device and account do not fit the identity key. */
  public static final String NOT_GENUINE = "link-not-genuine";

  private final PairingSettings settings;

  /** The link is wanted. */
  public record Of(ImportedLink link) implements ServiceRequest<Taken> {}

  /** It is taken: the device connects next. */
  public record Taken(Jid jid, Optional<Jid> lid) {}

  public ImportLink(PairingSettings settings) {
    this.settings = settings;
  }

  @Override
  public UnsentMessages gather(Work<Of> work, StateReader state, Turn turn) {
    return turn.identity().isPresent() ? UnsentMessages.NONE : UnsentMessages.read(state);
  }

  @Override
  public Outcome decide(Work<Of> work, UnsentMessages unsent, Turn turn) {
    ImportedLink link = work.input().link();
    Optional<Outcome> refusal = refusal(link.device(), turn);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (!unsent.complete()) {
      return unsent.page(CompletePairing.LINKED_ANEW, turn);
    }
    return Outcome.builder()
        .add(unsent.failed(CompletePairing.LINKED_ANEW, turn))
        .add(taken(link, turn))
        .build();
  }

  private Optional<Outcome> refusal(ImportedLink.Device device, Turn turn) {
    if (turn.identity().isPresent()) {
      return refused(
          ALREADY_LINKED,
          "This session is linked already: log it out first, or import into a session of its own.");
    }
    Optional<String> only = settings.phoneNumber();
    if (only.isPresent() && !only.get().equals(device.jid().user())) {
      return refused(
          WRONG_NUMBER,
          "This session may only be linked to +"
              + only.get()
              + "; the imported link is of another number.");
    }
    if (!SignedIdentity.isOf(device.signedDeviceIdentity(), device.identityKey().publicKey())) {
      return refused(
          NOT_GENUINE,
          "The account's signature does not belong to the identity key: are these the files of one"
              + " device, all of them as it left them?");
    }
    return Optional.empty();
  }

  private static Optional<Outcome> refused(String code, String detail) {
    return Optional.of(ServiceStep.answer(new ServiceAnswer.Impossible<Taken>(code, detail)));
  }

  private static Outcome taken(ImportedLink link, Turn turn) {
    ImportedLink.Device device = link.device();
    RestoredKeys keys = RestoredKeys.after(link.nextPreKeyId());
    DeviceIdentity identity = keys.renewed(identity(device, turn), turn.random(), turn.now());
    Account account = device.pushName().map(Account.BLANK::withPushName).orElse(Account.BLANK);
    Outcome.Builder outcome =
        Outcome.builder()
            .effect(new Effect.SaveIdentity(identity))
            // Whatever an earlier device of this session left behind belongs to other keys.
            .change(new Change.ForgetDevice())
            .change(
                new Change.Put<>(
                    new AccountKey(),
                    device.routingInfo().map(account::withRoutingInfo).orElse(account)))
            .change(new Change.Put<>(new StateOwnerKey(), identity.identityKey().publicKey()))
            .change(keys.renewedSupply(turn.random()));
    records(link, turn, outcome);
    return outcome
        .add(LearnPairs.told(link.pairs(), turn))
        .effect(new Effect.Report(SessionChange.Moved.to(Phase.STARTING, REASON)))
        .effect(new Effect.Enqueue(new ConnectNow(REASON)))
        .add(ServiceStep.given(new Taken(device.jid(), device.lid())))
        .build();
  }

  private static DeviceIdentity identity(ImportedLink.Device device, Turn turn) {
    ImportedLink.SignedPreKey signed = device.signedPreKey();
    return new DeviceIdentity(
        DeviceIdentity.Pairing.IMPORTED,
        device.noiseKey(),
        device.identityKey(),
        device.registrationId(),
        List.of(
            new DeviceIdentity.SignedPreKeyRecord(
                signed.id(), signed.key(), signed.signature(), turn.now())),
        device.jid(),
        device.lid(),
        device.signedDeviceIdentity(),
        device.platform(),
        Optional.empty(),
        turn.now());
  }

  private static void records(ImportedLink link, Turn turn, Outcome.Builder outcome) {
    PublicKey own = link.device().identityKey().publicKey();
    int registration = link.device().registrationId();
    for (PreKey preKey : link.preKeys()) {
      outcome.change(new Change.Put<>(new PreKeyKey(preKey.id()), preKey));
    }
    link.sessions()
        .forEach(
            (key, session) ->
                outcome.change(
                    new Change.Put<>(
                        key,
                        ImportedState.session(
                            session.open(), session.closed(), own, registration, turn.random()))));
    link.memberKeys()
        .forEach(
            (key, imported) ->
                outcome.change(new Change.Put<>(key, ImportedSenderKey.keys(imported))));
    link.syncKeys().forEach((key, value) -> outcome.change(new Change.Put<>(key, value)));
    link.tokens().forEach((key, value) -> outcome.change(new Change.Put<>(key, value)));
  }
}
