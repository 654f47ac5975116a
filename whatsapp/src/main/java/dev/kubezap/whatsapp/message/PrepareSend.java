package dev.kubezap.whatsapp.message;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.kubezap.whatsapp.ChangeEnd;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.device.LidOfPhone;
import dev.kubezap.whatsapp.device.PreKeyBundles;
import dev.kubezap.whatsapp.device.Usync;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.MessageFailure;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.OutgoingMessage;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.model.QueuedMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.proto.Message;
import dev.kubezap.whatsapp.senderkey.GroupKeys;
import dev.kubezap.whatsapp.senderkey.GroupKeysKey;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import dev.kubezap.whatsapp.token.IssueToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Prepares a queued message: finds every device of both sides, encrypts for each, and stores
 * ratchet steps and finished stanza in one commit before the first byte leaves (SAFETY 4). Messages
 * of one chat are prepared in the order of their acceptance.
 */
public final class PrepareSend implements Step<PrepareSend.Prepare, PrepareSend.Gathered> {

  /**
   * Queries about one message: devices, keys, and once more for devices that appeared in between.
   */
  static final MessageFailure DAMAGED =
      new MessageFailure(
          "damaged", OptionalInt.empty(), "The stored message cannot be read; send it again.");

  private static final int MAXIMUM_QUERIES = 4;

  private static final Duration WAITING_AGAIN_AFTER = Duration.ofMillis(300);

  private static final int MAXIMUM_EARLIER = 1_000;

  private static final Duration CROWDED_AGAIN_AFTER = Duration.ofSeconds(1);

  /**
   * The input.
   *
   * @param messageId a queued message
   * @param unanswered how often the server did not answer what was asked for it
   * @param refused how often the server refused to answer
   * @param keyless devices that the server gave no keys for, of a message with so many devices that
   *     their keys are asked for in several steps
   */
  public record Prepare(String messageId, int unanswered, int refused, Set<Jid> keyless) {
    public Prepare {
      keyless = Set.copyOf(keyless);
    }

    /** After some tries. */
    public Prepare(String messageId, int unanswered, int refused) {
      this(messageId, unanswered, refused, Set.of());
    }

    /** For the first time. */
    public Prepare(String messageId) {
      this(messageId, 0, 0);
    }
  }

  /** What is known of a message before it is prepared. */
  public sealed interface Gathered {

    /** It is not stored any more, or this device is not paired. */
    record Settled() implements Gathered {}

    /**
     * Nothing tells any more what it is to its chat: the message that it changes is not stored, or
     * its bytes cannot be read. It must not hold up what waits behind it.
     *
     * @param next what comes after it in the same chat
     */
    record Damaged(String id, Optional<String> next) implements Gathered {}

    /** It waits no more, or something else comes first in its chat and brings this after it. */
    record Behind() implements Gathered {}

    /**
     * It goes to a LID whose number is not known, and an earlier message to a number whose LID is
     * not known: they may be one chat, which the earlier one's devices will tell.
     */
    record Waiting() implements Gathered {}

    /**
     * What the server just told shows that it goes where an earlier message goes, which comes
     * first. That one's end brings this one only if the two are one chat in the store now.
     */
    record Overtaking(Recipients recipients) implements Gathered {}

    /**
     * Too much is without acknowledgement. The next acknowledgement goes on with what has waited
     * longest, which may be another chat's: nobody but this one itself goes on with this.
     */
    record Crowded() implements Gathered {}

    /**
     * It is its turn.
     *
     * @param next what comes after it in the same chat
     * @param number the number of the last prepared stanza
     */
    record Ready(
        OutgoingContent outgoingContent,
        OutgoingMessage outgoing,
        Optional<String> next,
        long number,
        Price price,
        Recipients recipients)
        implements Gathered {

      Outcome fail(String code, String reason, Turn turn) {
        return failed(outgoingContent, next, code, reason, turn);
      }
    }

    /** Something comes before its encryption. */
    record Held(Before before) implements Gathered {}

    /**
     * It is its turn, and it goes to a channel: there is nobody to encrypt for.
     *
     * @param changed the channel's number of the message that it changes
     * @param handle of its file
     */
    record OfChannel(
        OutgoingContent outgoingContent,
        OutgoingMessage outgoing,
        Optional<String> next,
        long number,
        Optional<Long> changed,
        Optional<String> handle,
        Price price)
        implements Gathered {

      Outcome fail(MessageFailure failure, Turn turn) {
        return failed(outgoingContent, next, failure.code(), failure.reason(), turn);
      }

      List<Effect> then() {
        return following(next);
      }
    }

    /** Our key is on its way to the group: until it is there nothing is written under it. */
    record Carrying() implements Gathered {}

    /** It is its turn, and it goes to a group. */
    record OfGroup(
        OutgoingContent outgoingContent,
        OutgoingMessage outgoing,
        Optional<String> next,
        long number,
        Price price,
        GroupRecipients recipients)
        implements Gathered {

      Outcome fail(String code, String reason, Turn turn) {
        return failed(outgoingContent, next, code, reason, turn);
      }

      List<Effect> then() {
        return following(next);
      }
    }
  }

  /** Hides the package's own type from the signature. */
  public static final class Price {
    private final SendAllowance allowance;

    Price(SendAllowance allowance) {
      this.allowance = allowance;
    }

    List<Change> changes(Turn turn) {
      return allowance.changes(turn);
    }
  }

  /** Hides the package's own type from the signature. */
  public static final class Before {
    private final BeforeSending what;

    Before(BeforeSending what) {
      this.what = what;
    }
  }

  /** Hides the package's own type from the signature. */
  public static final class GroupRecipients {
    private final GroupPreparation state;

    GroupRecipients(GroupPreparation state) {
      this.state = state;
    }

    GroupPreparation state() {
      return state;
    }
  }

  /** Hides the package's own type from the signature. */
  public static final class Recipients {
    private final PreparationState state;

    Recipients(PreparationState state) {
      this.state = state;
    }
  }

  @Override
  public Gathered gather(Work<Prepare> work, StateReader state, Turn turn) {
    String id = work.input().messageId();
    Optional<OutgoingMessage> outgoing = state.outgoing(id);
    Optional<OutgoingContent> outgoingContent =
        turn.identity().isEmpty()
            ? Optional.empty()
            : outgoing.flatMap(o -> OutgoingContent.read(o, state));
    if (outgoingContent.isEmpty()) {
      return outgoing
          .filter(_ -> turn.identity().isPresent())
          .<Gathered>map(damaged -> damaged(damaged, state))
          .orElseGet(Gathered.Settled::new);
    }
    Jid chat = outgoingContent.get().chat();
    List<String> sameChat = state.queuedIn(chat, 2);
    if (sameChat.isEmpty() || !sameChat.getFirst().equals(id)) {
      return new Gathered.Behind();
    }
    Optional<String> following = sameChat.stream().skip(1).findFirst();
    if (outgoing.get().plan().isLate(turn.now())) {
      return new Gathered.Held(
          new Before(new BeforeSending.Expired(outgoingContent.get(), following)));
    }
    if (state.unacknowledged().isFull()) {
      return new Gathered.Crowded();
    }
    if (chat.isLid() && followsUnresolved(id, state)) {
      return new Gathered.Waiting();
    }
    SendAllowance allowance = SendAllowance.read(chat, state, turn);
    Optional<BeforeSending> before =
        BeforeSending.read(
            outgoingContent.get(), outgoing.get(), allowance, following, state, turn);
    if (before.isPresent()) {
      return new Gathered.Held(new Before(before.get()));
    }
    if (outgoing.get().to().isNewsletter()) {
      return new Gathered.OfChannel(
          outgoingContent.get(),
          outgoing.get(),
          following,
          state.read(new PreparedNumber()).orElse(0L),
          outgoing.get().changes().flatMap(target -> state.read(new ChannelNumberKey(target))),
          state.read(new MediaHandleKey(id)),
          new Price(allowance));
    }
    if (outgoing.get().isToMany()) {
      return ofGroup(
          work, outgoingContent.get(), outgoing.get(), following, allowance, state, turn);
    }
    Recipients recipients =
        new Recipients(
            PreparationState.read(
                outgoing.get().to(), work.replies(), state, turn, turn.identity().orElseThrow()));
    if (overtakes(id, recipients.state, state)) {
      return new Gathered.Overtaking(recipients);
    }
    return new Gathered.Ready(
        outgoingContent.get(),
        outgoing.get(),
        following,
        state.read(new PreparedNumber()).orElse(0L),
        new Price(allowance),
        recipients);
  }

  private static Gathered damaged(OutgoingMessage outgoing, StateReader state) {
    List<String> sameChat = state.queuedIn(outgoing.to(), 2);
    return sameChat.isEmpty() || !sameChat.getFirst().equals(outgoing.messageId())
        ? new Gathered.Settled()
        : new Gathered.Damaged(outgoing.messageId(), sameChat.stream().skip(1).findFirst());
  }

  private static Gathered ofGroup(
      Work<Prepare> work,
      OutgoingContent outgoingContent,
      OutgoingMessage outgoing,
      Optional<String> next,
      SendAllowance allowance,
      StateReader state,
      Turn turn) {
    boolean carrying =
        state
            .read(new GroupKeysKey(outgoing.to()))
            .flatMap(GroupKeys::carrier)
            .flatMap(state::prepared)
            .isPresent();
    if (carrying) {
      return new Gathered.Carrying();
    }
    GroupPreparation recipients =
        GroupPreparation.read(outgoing, work.replies(), state, turn, turn.identity().orElseThrow());
    return new Gathered.OfGroup(
        outgoingContent,
        outgoing,
        next,
        state.read(new PreparedNumber()).orElse(0L),
        new Price(allowance),
        new GroupRecipients(recipients));
  }

  private static boolean followsUnresolved(String id, StateReader state) {
    return state.queued(MAXIMUM_EARLIER).stream()
        .takeWhile(queued -> queued.id().compareTo(id) < 0)
        .map(QueuedMessage::chat)
        .distinct()
        .anyMatch(chat -> chat.isPhoneNumber() && state.read(new LidOfPhone(chat)).isEmpty());
  }

  /** Only what was learned in this very turn is not in the order of the chat yet. */
  private static boolean overtakes(String id, PreparationState recipients, StateReader state) {
    return !recipients.learned().isEmpty()
        && recipients.target().names().stream()
            .flatMap(name -> state.queuedIn(name, 1).stream())
            .anyMatch(first -> first.compareTo(id) < 0);
  }

  @Override
  public Outcome decide(Work<Prepare> work, Gathered gathered, Turn turn) {
    return switch (gathered) {
      case Gathered.Settled _, Gathered.Behind _ -> Outcome.nothing();
      case Gathered.Damaged(String id, Optional<String> next) ->
          Outcome.builder()
              .change(new Change.LeaveQueue(id))
              .effect(new Effect.ChangeEnded(id, new ChangeEnd.Failed(DAMAGED)))
              .effects(following(next))
              .build();
      case Gathered.Held(Before before) -> BeforeSending.decide(before.what, work, turn);
      // Every log-in prepares what is queued.
      case Gathered.Crowded _,
          Gathered.Waiting _,
          Gathered.Carrying _,
          Gathered.OfGroup _,
          Gathered.OfChannel _,
          Gathered.Ready _
          when !turn.connection().online() ->
          Outcome.nothing();
      case Gathered.Crowded _ -> later(work, CROWDED_AGAIN_AFTER);
      case Gathered.Waiting _ -> later(work, WAITING_AGAIN_AFTER);
      // The acknowledgement goes on with what waits for it.
      case Gathered.Carrying _ -> later(work, CROWDED_AGAIN_AFTER);
      case Gathered.OfGroup ready -> GroupSend.decide(work, ready, turn);
      case Gathered.OfChannel ready -> ChannelSend.decide(ready, turn);
      case Gathered.Overtaking(Recipients recipients) ->
          Outcome.builder()
              .changes(recipients.state.learned())
              .add(later(work, WAITING_AGAIN_AFTER))
              .build();
      case Gathered.Ready ready -> ready(work, ready, turn);
    };
  }

  private static Outcome later(Work<Prepare> work, Duration delay) {
    return Outcome.builder()
        .effect(new Effect.Schedule("prepare-" + work.input().messageId(), work.input(), delay))
        .build();
  }

  private static Outcome ready(Work<Prepare> work, Gathered.Ready ready, Turn turn) {
    PreparationState state = ready.recipients().state;
    Outcome.Builder outcome = Outcome.builder().changes(state.learned());
    if (!state.answered()) {
      return outcome.effect(QueryRetry.again(work)).build();
    }
    if (state.recipientDevices().filter(List::isEmpty).isPresent() && !state.target().isSelf()) {
      return outcome
          .add(ready.fail("recipient-not-found", "The number is not on WhatsApp; check it.", turn))
          .build();
    }
    List<Jid> unknown = unknown(work, state);
    boolean mayAsk = work.asked() < MAXIMUM_QUERIES;
    if (mayAsk && !unknown.isEmpty() && !state.bundles().isEmpty()) {
      return outcome.add(sessions(work.input(), state, turn)).build();
    }
    Optional<Node> query = query(state, unknown, turn.random());
    if (mayAsk && query.isPresent()) {
      return outcome.ask(new Ask(List.of(query.get()), QueryRetry.patience(work.input()))).build();
    }
    return outcome.add(encrypted(ready, state, turn)).build();
  }

  /** Devices whose keys are needed and were not asked for. */
  private static List<Jid> unknown(Work<Prepare> work, PreparationState state) {
    return state.unknownDevices().stream()
        .filter(device -> !work.input().keyless().contains(device))
        .toList();
  }

  /**
   * Stores the sessions that the server's answer begins, and goes on with the devices that are
   * left: a step begins no more sessions than one answer has keys for (SAFETY 1).
   */
  private static Outcome sessions(Prepare input, PreparationState state, Turn turn) {
    DeviceKeys.Begun begun =
        state.keys().begin(state.devices(), turn.identity().orElseThrow(), turn);
    Set<Jid> keyless = new HashSet<>(input.keyless());
    keyless.addAll(begun.keyless());
    return Outcome.builder()
        .changes(begun.changes())
        .effect(
            new Effect.Enqueue(
                new Prepare(input.messageId(), input.unanswered(), input.refused(), keyless)))
        .build();
  }

  private static Optional<Node> query(
      PreparationState state, List<Jid> unknown, RandomBytes random) {
    List<Jid> unlisted = state.unlisted();
    if (!unlisted.isEmpty()) {
      return Optional.of(Usync.devices(unlisted, HexFormat.of().formatHex(random.next(8))));
    }
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            PreKeyBundles.query(
                unknown.subList(0, Math.min(unknown.size(), PreKeyBundles.MAXIMUM_PER_QUERY))));
  }

  private static Outcome encrypted(Gathered.Ready ready, PreparationState state, Turn turn) {
    DeviceIdentity self = turn.identity().orElseThrow();
    Message message;
    try {
      message = Message.parseFrom(ready.outgoing().message());
    } catch (InvalidProtocolBufferException e) {
      return ready.fail(DAMAGED.code(), DAMAGED.reason(), turn);
    }
    Fanout fanout = Fanout.of(message, state, self, turn);
    if (!fanout.reaches(state.target().recipient()) && !state.target().isSelf()) {
      return ready.fail("recipient-unreachable", "None of the recipient's devices has keys.", turn);
    }
    Set<Jid> devices = fanout.ciphertexts().keySet();
    List<Jid> hashed = new ArrayList<>(devices);
    hashed.add(state.target().self().withDevice(self.jid().device()));
    long number = ready.number() + 1;
    OutgoingMessage outgoing = ready.outgoing();
    PreparedStanza prepared =
        new PreparedStanza(
            number,
            outgoing.messageId(),
            outgoing.stanzaId(),
            OutgoingStanza.encode(
                OutgoingStanza.direct(
                    outgoing.stanzaId(),
                    OutgoingStanza.form(message),
                    state.target(),
                    fanout,
                    state.token(turn.now()),
                    self)),
            OutgoingStanza.participantHash(hashed));
    Outcome.Builder outcome =
        Outcome.builder()
            .changes(fanout.changes())
            .changes(BeforeSending.over(outgoing))
            .changes(ready.price().changes(turn))
            .change(new Change.Put<>(new PreparedNumber(), number))
            .change(new Change.PutOutgoing(outgoing.addressedTo(devices)))
            .change(new Change.PutPrepared(prepared))
            .add(
                SendProgress.to(
                    ready.outgoingContent(), MessageStatus.PREPARED, Optional.empty(), turn))
            .effect(new Effect.Transmit(prepared))
            .effects(Traces.transmitted(outgoing));
    if (state.issuesToken(turn.now())) {
      outcome.effect(new Effect.Enqueue(IssueToken.To.after(outgoing.to())));
    }
    fanout
        .unreachable()
        .keySet()
        .forEach(_ -> outcome.effect(new Effect.Count("device", "unreachable")));
    return outcome.effects(following(ready.next())).build();
  }

  private static Outcome failed(
      OutgoingContent outgoingContent,
      Optional<String> next,
      String code,
      String reason,
      Turn turn) {
    return Outcome.builder()
        .add(
            SendProgress.to(
                outgoingContent,
                MessageStatus.FAILED,
                Optional.of(new MessageFailure(code, OptionalInt.empty(), reason)),
                turn))
        .effects(following(next))
        .build();
  }

  private static List<Effect> following(Optional<String> next) {
    return next.<List<Effect>>map(id -> List.of(new Effect.Enqueue(new Prepare(id))))
        .orElse(List.of());
  }
}
