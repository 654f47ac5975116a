package dev.kubezap.whatsapp.pairing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.account.Account;
import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.account.StateOwnerKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.login.ConnectNow;
import dev.kubezap.whatsapp.message.AwaitingLink;
import dev.kubezap.whatsapp.message.UnsentMessages;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.node.MalformedStanzaException;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.proto.ClientPairingProps;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code pair-success}: a phone linked this device. The identity is stored as pending and flushed
 * before the confirmation leaves, so that a crash in between leaves a device that can be tried,
 * never one that only the server knows (SAFETY.md 6).
 */
public final class CompletePairing implements Step<Node, CompletePairing.Gathered> {
  /** The service restarts the stream at once; should it not, this device does. */
  private static final Duration RESTART = Duration.ofSeconds(30);

  /** Lets the refusal leave before the connection ends. */
  private static final Duration REFUSAL = Duration.ofSeconds(1);

  /** Why what an earlier device has not sent fails. */
  public static final MessageFailure LINKED_ANEW =
      new MessageFailure(
          "linked-anew",
          OptionalInt.empty(),
          "The session was linked anew before the server acknowledged the message. Look at the"
              + " chat, and send it again if it is not there.");

  private final PairingSettings settings;

  /**
   * The attempt, what an earlier device of this session has left unsent, and what waits for this
   * one.
   */
  public record Gathered(
      Optional<PairingAttempt> attempt, UnsentMessages unsent, AwaitingLink awaiting) {}

  public CompletePairing(PairingSettings settings) {
    this.settings = settings;
  }

  /** Whether a stanza is one. */
  public static boolean wants(Node stanza) {
    return stanza.is("iq") && stanza.has("type", "set") && stanza.child("pair-success").isPresent();
  }

  @Override
  public Gathered gather(Work<Node> work, StateReader state, Turn turn) {
    AwaitingLink awaiting = AwaitingLink.read(state);
    return new Gathered(
        state.read(new PairingAttemptKey()),
        UnsentMessages.read(state).without(awaiting.ids()),
        awaiting);
  }

  @Override
  public Outcome decide(Work<Node> work, Gathered gathered, Turn turn) {
    if (gathered.attempt().isEmpty() || turn.identity().isPresent()) {
      return Outcome.nothing();
    }
    Node stanza = work.input();
    PairingAttempt attempt = gathered.attempt().get();
    try {
      Node success = stanza.requiredChild("pair-success");
      Node device = success.requiredChild("device");
      Jid jid = device.requiredJid("jid");
      if (!settings.phoneNumber().map(jid.user()::equals).orElse(true)) {
        return refuse(stanza, attempt, 401, "not-authorized", "wrong-phone-number", turn);
      }
      ByteString signed = success.requiredChild("device-identity").requiredBytes();
      return switch (SignedIdentity.check(signed, attempt, turn.random())) {
        case SignedIdentity.Refused(int code, String text) ->
            refuse(stanza, attempt, code, text, "pairing-refused", turn);
        case SignedIdentity.Genuine genuine when stanza.children().size() != 1 ->
            refuse(stanza, attempt, 401, "not-authorized", "pairing-refused", turn);
        case SignedIdentity.Genuine _ when !gathered.unsent().complete() ->
            gathered.unsent().page(LINKED_ANEW, turn);
        case SignedIdentity.Genuine genuine ->
            Outcome.builder()
                .add(gathered.unsent().failed(LINKED_ANEW, turn))
                .add(
                    accept(stanza, genuine, identity(success, device, jid, attempt, genuine, turn)))
                .add(gathered.awaiting().linked(jid, turn))
                .build();
      };
    } catch (MalformedStanzaException e) {
      return refuse(stanza, attempt, 500, "internal-error", "pairing-refused", turn);
    }
  }

  private static DeviceIdentity identity(
      Node success,
      Node device,
      Jid jid,
      PairingAttempt attempt,
      SignedIdentity.Genuine genuine,
      Turn turn) {
    return new DeviceIdentity(
        DeviceIdentity.Pairing.PENDING,
        attempt.noiseKey(),
        attempt.identityKey(),
        attempt.registrationId(),
        List.of(attempt.signedPreKey()),
        jid,
        device.jid("lid"),
        genuine.complete(),
        success.child("platform").flatMap(node -> node.attribute("name")).orElse(""),
        success.child("biz").flatMap(node -> node.attribute("name")),
        turn.now());
  }

  private static Outcome accept(
      Node stanza, SignedIdentity.Genuine genuine, DeviceIdentity identity) {
    Account account = isLidMigrated(stanza) ? Account.BLANK.withLidAddressing() : Account.BLANK;
    Node confirmation =
        iq(stanza, "result")
            .withChildren(
                Node.of(
                    "pair-device-sign",
                    Node.of("device-identity", genuine.reply())
                        .with("key-index", genuine.keyIndex())));
    return Outcome.builder()
        .effect(new Effect.SaveIdentity(identity))
        // Whatever an earlier device of this session left behind belongs to other keys.
        .change(new Change.ForgetDevice())
        .change(new Change.Put<>(new AccountKey(), account))
        .change(new Change.Put<>(new StateOwnerKey(), identity.identityKey().publicKey()))
        .effect(new Effect.Send(confirmation))
        .effect(new Effect.Cancel(ShownQr.TIMER))
        .effect(new Effect.Cancel(RequestCode.TIMER))
        .effect(new Effect.Report(SessionChange.Moved.to(Phase.PAIRING)))
        .effect(
            new Effect.Schedule(ConnectNow.TIMER, new ConnectNow("restart-after-pairing"), RESTART))
        .build();
  }

  private static boolean isLidMigrated(Node stanza) {
    Optional<ByteString> props =
        stanza
            .child("pair-success")
            .flatMap(success -> success.child("client-props"))
            .flatMap(Node::bytes);
    if (props.isEmpty()) {
      return false;
    }
    try {
      return ClientPairingProps.parseFrom(props.get()).getIsChatDbLidMigrated();
    } catch (InvalidProtocolBufferException unreadable) {
      // Only a hint: the service says it again with its properties after log-in.
      return false;
    }
  }

  private static Outcome refuse(
      Node stanza, PairingAttempt attempt, int code, String text, String reason, Turn turn) {
    ByteString secret = ByteString.copyFrom(turn.random().next(PairingAttempt.SECRET_LENGTH));
    Node error =
        iq(stanza, "error").withChildren(Node.of("error").with("code", code).with("text", text));
    return Outcome.builder()
        .change(new Change.Put<>(new PairingAttemptKey(), attempt.refused(reason, secret)))
        .effect(new Effect.Send(error))
        .effect(new Effect.Cancel(ShownQr.TIMER))
        .effect(new Effect.Cancel(RequestCode.TIMER))
        .effect(new Effect.Report(new SessionChange.QrHidden()))
        .effect(new Effect.Report(new SessionChange.CodeHidden()))
        .effect(new Effect.Report(SessionChange.Moved.to(Phase.AWAITING_PAIRING, reason)))
        .effect(new Effect.Schedule(ConnectNow.TIMER, new ConnectNow(reason), REFUSAL))
        .build();
  }

  private static Node iq(Node stanza, String type) {
    return Node.of("iq")
        .with("to", Jid.SERVICE)
        .with("type", type)
        .withIfPresent("id", stanza.attribute("id"));
  }
}
