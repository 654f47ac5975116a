package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.crypto.InvalidKeyException;
import dev.kubezap.whatsapp.crypto.Sha256;
import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.device.DeviceSession;
import dev.kubezap.whatsapp.device.PreKeyBundles;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.node.MalformedStanzaException;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeEncoder;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.signal.Encrypted;
import dev.kubezap.whatsapp.signal.LocalIdentity;
import dev.kubezap.whatsapp.signal.MessagePadding;
import dev.kubezap.whatsapp.signal.PreKeyBundle;
import dev.kubezap.whatsapp.signal.SessionCipher;
import dev.kubezap.whatsapp.signal.SignalException;
import dev.kubezap.whatsapp.signal.SignalSession;
import dev.kubezap.whatsapp.signal.X3dh;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.token.Contact;
import dev.kubezap.whatsapp.token.TokenBuckets;
import java.util.List;
import java.util.Optional;

/**
 * A device could not read a message of ours and asks for it again. It is encrypted anew for that
 * device alone, in a session from the keys that the request brought or that the server gives, at
 * most five times, and not for a device that has confirmed its delivery (SAFETY 4).
 */
public final class RetryRequest implements Step<Node, RetryRequest.Gathered> {

  private static final int MAXIMUM_RETRIES = 5;

  /**
   * What is stored.
   *
   * @param asking who asks; empty when the request names no device or no message
   * @param contact the tokens between its account and us, unless it is ours
   */
  public record Gathered(
      Optional<Asking> asking,
      Optional<OutgoingMessage> outgoing,
      Optional<Contact> contact,
      Optional<Before> before) {
    int answered() {
      return before.map(Before::count).orElse(0);
    }
  }

  /**
   * The device that asks.
   *
   * @param names its account's
   * @param session what is shared with it
   */
  public record Asking(Jid device, AccountNames names, DeviceSession session) {}

  /**
   * What the same device asked for the same message before.
   *
   * @param count how often
   * @param requestHash SHA-256 of what it said last
   * @param answer the stanza that it got
   */
  public record Before(int count, ByteString requestHash, ByteString answer) {}

  @Override
  public Gathered gather(Work<Node> work, StateReader state, Turn turn) {
    Node receipt = work.input();
    Optional<Jid> device =
        receipt
            .jid("participant")
            .or(() -> receipt.jid("from"))
            .map(Jid::normalized)
            .filter(Jid::isUser);
    Optional<String> id = receipt.attribute("id");
    if (device.isEmpty() || id.isEmpty()) {
      return new Gathered(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
    AccountNames names = AccountNames.read(device.get(), turn.identity(), state);
    return new Gathered(
        Optional.of(
            new Asking(device.get(), names, DeviceSession.read(device.get(), names, state))),
        OutgoingNameKey.find(id.get(), state),
        turn.identity()
            .filter(self -> !Origin.isOwn(device.get(), self))
            .map(_ -> Contact.read(device.get(), names.lid(), state)),
        names
            .forms(device.get())
            .flatMap(form -> state.read(new RetryKey(form, id.get())).stream())
            .findFirst()
            .map(before -> new Before(before.count(), before.requestHash(), before.answer())));
  }

  @Override
  public Outcome decide(Work<Node> work, Gathered gathered, Turn turn) {
    Node receipt = work.input();
    Optional<Before> same =
        gathered.before().filter(before -> before.requestHash().equals(hash(receipt)));
    if (same.isPresent()) {
      // It came twice, or the process ended before the answer left.
      return Outcome.builder()
          .effect(new Effect.Send(OutgoingStanza.decode(same.get().answer())))
          .add(acknowledged(receipt, "repeated").build())
          .build();
    }
    Optional<String> refusal = refusal(gathered, turn);
    if (refusal.isPresent()) {
      return acknowledged(receipt, refusal.get()).build();
    }
    Optional<PreKeyBundle> bundle = bundle(work);
    if (bundle.isEmpty() && work.asked() == 0) {
      return Outcome.builder()
          .ask(
              new Ask(
                  List.of(PreKeyBundles.query(List.of(gathered.asking().orElseThrow().device())))))
          .build();
    }
    try {
      return again(receipt, gathered, bundle, turn);
    } catch (SignalException e) {
      return acknowledged(receipt, "no-keys").build();
    } catch (InvalidProtocolBufferException e) {
      return acknowledged(receipt, "damaged").build();
    }
  }

  private static Optional<String> refusal(Gathered gathered, Turn turn) {
    if (gathered.outgoing().isEmpty() || turn.identity().isEmpty()) {
      return Optional.of("unknown-message");
    }
    OutgoingMessage outgoing = gathered.outgoing().get();
    Asking asking = gathered.asking().orElseThrow();
    if (asking.names().find(asking.device(), outgoing.delivered()).isPresent()) {
      return Optional.of("delivered-before");
    }
    if (!wasAddressed(outgoing, asking, turn.identity().get())) {
      return Optional.of("stranger");
    }
    return gathered.answered() >= MAXIMUM_RETRIES ? Optional.of("too-often") : Optional.empty();
  }

  /** Only a device of the recipient or of our own may ask: nobody else gets to read the message. */
  private static boolean wasAddressed(
      OutgoingMessage outgoing, Asking asking, DeviceIdentity self) {
    return asking.names().contain(outgoing.to())
        || outgoing.devices().stream().anyMatch(asking.names()::contain)
        || Origin.isOwn(asking.device(), self);
  }

  private static Outcome again(
      Node receipt, Gathered gathered, Optional<PreKeyBundle> bundle, Turn turn)
      throws SignalException, InvalidProtocolBufferException {
    DeviceIdentity self = turn.identity().orElseThrow();
    Asking asking = gathered.asking().orElseThrow();
    Jid device = asking.device();
    OutgoingMessage outgoing = gathered.outgoing().orElseThrow();
    int count = gathered.answered() + 1;
    SignalSession session;
    if (bundle.isPresent()) {
      session =
          X3dh.initiate(
              new LocalIdentity(self.identityKey(), self.registrationId()),
              bundle.get(),
              asking.session().session(),
              turn.random());
    } else if (asking.session().usable().isPresent()) {
      session = asking.session().usable().get();
    } else {
      return acknowledged(receipt, "no-keys").build();
    }
    Message message = Message.parseFrom(outgoing.message());
    boolean own = Origin.isOwn(device, self);
    Message body = own ? Fanout.copyForOwnDevices(message, outgoing.to()) : message;
    Encrypted encrypted =
        SessionCipher.encrypt(session, MessagePadding.pad(body.toByteString(), turn.random()));
    Node stanza =
        OutgoingStanza.retry(
            outgoing.stanzaId(),
            OutgoingStanza.form(message),
            device,
            own ? Optional.of(receipt.jid("recipient").orElse(outgoing.to())) : Optional.empty(),
            encrypted,
            count,
            turn.now().getEpochSecond(),
            gathered
                .contact()
                .flatMap(
                    contact ->
                        contact
                            .token()
                            .valid(TokenBuckets.received(contact.properties()), turn.now())),
            self);
    // The answer leaves before the acknowledgement: a connection that breaks between the two would
    // leave a request that nobody repeats and nobody has answered.
    return Outcome.builder()
        .changes(asking.session().stepped(encrypted.session()))
        .change(
            new Change.Put<>(
                new RetryKey(
                    asking.names().forms(device).findFirst().orElse(device), outgoing.stanzaId()),
                new RetryKey.Count(
                    count,
                    turn.now(),
                    outgoing.messageId(),
                    hash(receipt),
                    OutgoingStanza.encode(stanza))))
        .effect(new Effect.Send(stanza))
        .effect(new Effect.Count("retry", "in"))
        .add(acknowledged(receipt, "answered").build())
        .build();
  }

  /** Of all that it says of itself: on another delivery only its attributes differ. */
  private static ByteString hash(Node receipt) {
    return ByteString.copyFrom(
        Sha256.digest(NodeEncoder.encode(Node.of("receipt").withChildren(receipt.children()))));
  }

  /** The keys that came with the request, else those that the server gave. */
  private static Optional<PreKeyBundle> bundle(Work<Node> work) {
    Node receipt = work.input();
    Optional<Node> keys = receipt.child("keys");
    Optional<Node> registration = receipt.child("registration");
    if (keys.isPresent() && registration.isPresent()) {
      try {
        return Optional.of(PreKeyBundles.bundle(keys.get(), registration.get().requiredBytes(4)));
      } catch (MalformedStanzaException | InvalidKeyException e) {
        // Malformed keys are as good as none: the server's are asked for.
        return fetched(work.replies());
      }
    }
    return fetched(work.replies());
  }

  private static Optional<PreKeyBundle> fetched(List<Reply> replies) {
    for (Reply reply : replies) {
      if (reply instanceof Reply.Result(var iq)) {
        for (PreKeyBundles.Fetched fetched : PreKeyBundles.read(iq).values()) {
          if (fetched instanceof PreKeyBundles.Fetched.Bundle(var bundle)) {
            return Optional.of(bundle);
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Outcome.Builder acknowledged(Node receipt, String label) {
    Outcome.Builder outcome = Outcome.builder().effect(new Effect.Count("retry-request", label));
    Acknowledgement.of(receipt).ifPresent(ack -> outcome.effect(new Effect.Send(ack)));
    return outcome;
  }
}
