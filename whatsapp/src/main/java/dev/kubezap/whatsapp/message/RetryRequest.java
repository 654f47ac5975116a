package dev.kubezap.whatsapp.message;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.crypto.InvalidKeyException;
import dev.kubezap.whatsapp.crypto.Sha256;
import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.device.DeviceSession;
import dev.kubezap.whatsapp.device.PreKeyBundles;
import dev.kubezap.whatsapp.group.GroupKey;
import dev.kubezap.whatsapp.group.GroupQueries;
import dev.kubezap.whatsapp.group.LearnGroup;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.Group;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.node.MalformedStanzaException;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeEncoder;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.senderkey.GroupKeys;
import dev.kubezap.whatsapp.senderkey.GroupKeysKey;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A device could not read a message of ours and asks for it again. It is encrypted anew for that
 * device alone, in a session from the keys that the request brought or that the server gives, at
 * most five times, and not for a device that has confirmed its delivery (SAFETY 4).
 */
public final class RetryRequest implements Step<Node, RetryRequest.Gathered> {

  private static final int MAXIMUM_RETRIES = 5;

  private static final String STRANGER = "stranger";

  /** How long a device may ask that a group's message was not prepared for. */
  private static final Duration NEWCOMERS = Duration.ofMinutes(5);

  /**
   * What is stored.
   *
   * @param asking who asks; empty when the request names no device or no message
   * @param contact the tokens between its account and us, unless it is ours
   * @param ofGroup the group that the message went to; empty for a direct one, and when nothing is
   *     known of the group
   * @param described the group as the server just described it
   * @param mayHaveJoined whether the stored group is known to be another by now
   */
  public record Gathered(
      Optional<Asking> asking,
      Optional<OutgoingMessage> outgoing,
      Optional<Contact> contact,
      Optional<Before> before,
      Optional<OfGroup> ofGroup,
      Optional<Group> described,
      boolean mayHaveJoined) {
    int answered() {
      return before.map(Before::count).orElse(0);
    }
  }

  /**
   * What is known of a group.
   *
   * @param keys our sender key, when there is one
   */
  public record OfGroup(Group group, Optional<GroupKeys> keys) {}

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
      return new Gathered(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false);
    }
    AccountNames names = AccountNames.read(device.get(), turn.identity(), state);
    // Of what was erased there is nothing to send again.
    Optional<OutgoingMessage> outgoing =
        OutgoingNameKey.find(id.get(), state).filter(found -> !found.message().isEmpty());
    Optional<OutgoingMessage> shared = outgoing.filter(OutgoingMessage::isToMany);
    Optional<Jid> group = shared.map(OutgoingMessage::to).filter(Jid::isGroup);
    Optional<Group> described =
        work.replies().stream()
            .flatMap(reply -> reply instanceof Reply.Result(var iq) ? Stream.of(iq) : Stream.of())
            .flatMap(iq -> GroupQueries.read(iq).stream())
            .filter(of -> group.equals(Optional.of(of.id())))
            .findFirst();
    return new Gathered(
        Optional.of(
            new Asking(device.get(), names, DeviceSession.read(device.get(), names, state))),
        outgoing,
        turn.identity()
            .filter(self -> !Origin.isOwn(device.get(), self))
            .map(_ -> Contact.read(device.get(), names.lid(), state)),
        names
            .forms(device.get())
            .flatMap(form -> state.read(new RetryKey(form, id.get())).stream())
            .findFirst()
            .map(before -> new Before(before.count(), before.requestHash(), before.answer())),
        shared.flatMap(to -> ofGroup(to, described, state, turn)),
        described,
        described.isEmpty() && group.filter(to -> GroupKey.read(to, state).isEmpty()).isPresent());
  }

  private static Node bundleOf(Gathered gathered) {
    return PreKeyBundles.query(List.of(gathered.asking().orElseThrow().device()));
  }

  private static Optional<OfGroup> ofGroup(
      OutgoingMessage outgoing, Optional<Group> described, StateReader state, Turn turn) {
    Jid to = outgoing.to();
    // As it was stored last, even if it may be another by now: who was put out of it is not in it.
    Optional<Group> group =
        to.isStatus()
            ? turn.identity().map(self -> StatusAudience.of(outgoing, self, state))
            : described.or(() -> state.read(new GroupKey(to)));
    return group.map(of -> new OfGroup(of, state.read(new GroupKeysKey(to))));
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
      return refusal.get().equals(STRANGER) && gathered.mayHaveJoined() && work.asked() == 0
          ? Outcome.builder()
              .ask(
                  new Ask(
                      List.of(
                          GroupQueries.one(gathered.outgoing().orElseThrow().to()),
                          bundleOf(gathered))))
              .build()
          : acknowledged(receipt, refusal.get()).build();
    }
    Optional<PreKeyBundle> bundle = bundle(work);
    if (bundle.isEmpty() && work.asked() == 0) {
      return Outcome.builder().ask(new Ask(List.of(bundleOf(gathered)))).build();
    }
    try {
      return Outcome.builder()
          .add(
              gathered
                  .described()
                  .map(group -> LearnGroup.described(group, turn))
                  .orElseGet(Outcome::nothing))
          .add(again(receipt, gathered, bundle, turn))
          .build();
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
    boolean mayRead =
        outgoing.isToMany()
            ? mayReadOfGroup(gathered, outgoing, asking, turn)
            : wasAddressed(outgoing, asking, turn.identity().get());
    if (!mayRead) {
      return Optional.of(STRANGER);
    }
    return gathered.answered() >= MAXIMUM_RETRIES ? Optional.of("too-often") : Optional.empty();
  }

  /**
   * Only who is in the group may ask, and of those who came after the message was prepared only
   * whom the service brought it all the same, which it does at once.
   */
  private static boolean mayReadOfGroup(
      Gathered gathered, OutgoingMessage outgoing, Asking asking, Turn turn) {
    boolean member =
        gathered
            .ofGroup()
            .filter(
                of ->
                    of.group().participants().stream()
                        .anyMatch(
                            one -> one.is(asking.device()) || asking.names().contain(one.jid())))
            .isPresent();
    boolean addressed = outgoing.devices().stream().anyMatch(asking.names()::contain);
    boolean recent = outgoing.acceptedAt().plus(NEWCOMERS).isAfter(turn.now());
    return member && (addressed || recent);
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
    Message body = body(message, own, gathered, outgoing);
    Encrypted encrypted =
        SessionCipher.encrypt(session, MessagePadding.pad(body.toByteString(), turn.random()));
    Node stanza =
        gathered
            .ofGroup()
            .map(
                of ->
                    OutgoingStanza.groupRetry(
                        outgoing,
                        OutgoingStanza.form(message),
                        Optional.of(of.group())
                            .filter(one -> one.id().isGroup())
                            .map(Group::addressing),
                        receipt.jid("participant").orElse(device),
                        encrypted,
                        count,
                        turn.now().getEpochSecond(),
                        self))
            .orElseGet(() -> direct(receipt, gathered, message, own, encrypted, count, turn));
    // The answer leaves before the acknowledgement: a connection that breaks between the two would
    // leave a request that nobody repeats and nobody has answered.
    Outcome.Builder outcome = Outcome.builder();
    gathered
        .ofGroup()
        .flatMap(OfGroup::keys)
        .ifPresent(
            keys ->
                outcome.change(
                    new Change.Put<>(
                        new GroupKeysKey(outgoing.to()),
                        keys.handedTo(asking.names().address(device)))));
    return outcome
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

  /** In a group it comes with our sender key, which the device may lack. */
  private static Message body(
      Message message, boolean own, Gathered gathered, OutgoingMessage outgoing) {
    if (outgoing.isToMany()) {
      return gathered
          .ofGroup()
          .flatMap(OfGroup::keys)
          .map(keys -> Distribution.handout(outgoing.to(), keys.key(), message))
          .orElse(message);
    }
    return own ? Fanout.copyForOwnDevices(message, outgoing.to()) : message;
  }

  private static Node direct(
      Node receipt,
      Gathered gathered,
      Message message,
      boolean own,
      Encrypted encrypted,
      int count,
      Turn turn) {
    DeviceIdentity self = turn.identity().orElseThrow();
    OutgoingMessage outgoing = gathered.outgoing().orElseThrow();
    Jid device = gathered.asking().orElseThrow().device();
    return OutgoingStanza.retry(
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
                    contact.token().valid(TokenBuckets.received(contact.properties()), turn.now())),
        self);
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
