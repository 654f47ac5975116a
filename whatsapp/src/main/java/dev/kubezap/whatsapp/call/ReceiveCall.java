package dev.kubezap.whatsapp.call;

import dev.kubezap.whatsapp.account.Acknowledgement;
import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.event.CallEvent;
import dev.kubezap.whatsapp.event.SessionEvent;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Call;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * {@code call}: somebody calls, or a call goes on. Every such stanza is acknowledged; an offer gets
 * a receipt, too, so that the caller hears it ring (PROTOCOL-2026 6).
 */
public final class ReceiveCall implements Step<Node, Optional<ReceiveCall.Gathered>> {
  private static final List<String> OFFERS = List.of("offer", "offer_notice");
  private static final int LONGEST_ID = 128;

  /**
   * What is stored.
   *
   * @param signal what the stanza says of the call
   * @param caller by both names
   * @param known the call as it is known
   */
  record Gathered(Node signal, String id, Jid creator, Jid caller, Optional<CallKey.Known> known) {}

  @Override
  public Optional<Gathered> gather(Work<Node> work, StateReader state, Turn turn) {
    Optional<Node> signal =
        work.input().children().stream()
            .filter(child -> child.attribute("call-id").isPresent())
            .findFirst();
    Optional<String> id =
        signal
            .flatMap(child -> child.attribute("call-id"))
            .filter(text -> text.matches("[\\x21-\\x7E]{1," + LONGEST_ID + "}"));
    Optional<Jid> creator =
        signal
            .flatMap(child -> child.jid("call-creator"))
            .or(() -> work.input().jid("from"))
            .filter(Jid::isUser);
    if (id.isEmpty() || creator.isEmpty()) {
      return Optional.empty();
    }
    Jid account = creator.get().account();
    AccountNames names = AccountNames.read(account, turn.identity(), state);
    Jid caller =
        names
            .phone()
            .or(() -> signal.get().jid("caller_pn").map(Jid::account).filter(Jid::isPhoneNumber))
            .orElse(account);
    return Optional.of(
        new Gathered(
            signal.get(), id.get(), creator.get(), caller, state.read(new CallKey(id.get()))));
  }

  @Override
  public Outcome decide(Work<Node> work, Optional<Gathered> gathered, Turn turn) {
    Node stanza = work.input();
    Outcome.Builder outcome = Outcome.builder();
    gathered.ifPresent(call -> outcome.add(moved(stanza, call, turn)));
    Acknowledgement.of(stanza).ifPresent(ack -> outcome.effect(new Effect.Send(ack)));
    return outcome.build();
  }

  private Outcome moved(Node stanza, Gathered gathered, Turn turn) {
    Instant at =
        stanza
            .time("t")
            .filter(time -> !time.isAfter(turn.now().plus(Duration.ofDays(1))))
            .orElse(turn.now())
            .truncatedTo(ChronoUnit.MILLIS);
    Node signal = gathered.signal();
    if (OFFERS.contains(signal.tag())) {
      return gathered.known().isPresent() ? Outcome.nothing() : offered(stanza, gathered, at, turn);
    }
    if (!signal.is("accept", "reject", "terminate")) {
      return Outcome.nothing();
    }
    // Of a call whose offer never came, the end tells that it was.
    CallKey.Known known =
        gathered.known().orElseGet(() -> known(stanza, gathered, at, Optional.empty()));
    boolean isNew = gathered.known().isEmpty();
    Optional<Call> next = next(known.call(), signal, at);
    if (next.isEmpty()) {
      return Outcome.nothing();
    }
    Outcome.Builder outcome = Outcome.builder();
    if (isNew) {
      outcome.change(new Change.Put<>(CallOrderKey.of(next.get()), next.get().id()));
    }
    return outcome
        .change(new Change.Put<>(new CallKey(gathered.id()), known.with(next.get())))
        .change(told(next.get(), turn))
        .build();
  }

  private static Optional<Call> next(Call call, Node signal, Instant at) {
    if (!call.isOpen()) {
      return Optional.empty();
    }
    return switch (signal.tag()) {
      case "accept" ->
          call.state() == Call.State.RINGING
              ? Optional.of(call.moved(Call.State.ACCEPTED))
              : Optional.empty();
      case "reject" ->
          // "busy" is the word of one device alone.
          signal.has("reason", "busy")
              ? Optional.empty()
              : Optional.of(call.over(Call.State.REJECTED, at));
      default ->
          switch (signal.attribute("reason").orElse("")) {
            case "accepted_elsewhere" -> Optional.of(call.moved(Call.State.ACCEPTED));
            case "rejected_elsewhere" -> Optional.of(call.over(Call.State.REJECTED, at));
            default ->
                Optional.of(
                    call.over(
                        call.state() == Call.State.RINGING ? Call.State.MISSED : Call.State.ENDED,
                        at));
          };
    };
  }

  private Outcome offered(Node stanza, Gathered gathered, Instant at, Turn turn) {
    boolean offline = stanza.attribute("offline").isPresent();
    Optional<Duration> latency =
        offline
            ? Optional.empty()
            : Optional.of(Duration.between(at, turn.now()))
                .filter(time -> !time.isNegative())
                .map(time -> time.truncatedTo(ChronoUnit.MILLIS));
    CallKey.Known known = known(stanza, gathered, at, latency);
    Outcome.Builder outcome =
        Outcome.builder()
            .change(new Change.Put<>(CallOrderKey.of(known.call()), known.call().id()))
            .change(told(known.call(), turn));
    if (turn.behaviour().rejectsCalls() && !offline) {
      known = known.with(known.call().over(Call.State.REJECTED, at));
      outcome
          .change(told(known.call(), turn))
          .effect(new Effect.Send(RejectCall.stanza(known, turn)));
    }
    receipt(stanza, gathered).ifPresent(receipt -> outcome.effect(new Effect.Send(receipt)));
    return outcome.change(new Change.Put<>(new CallKey(gathered.id()), known)).build();
  }

  private static Optional<Node> receipt(Node stanza, Gathered gathered) {
    if (!gathered.signal().is("offer") || stanza.attribute("id").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Node.of(
                "receipt",
                Node.of("offer")
                    .with("call-id", gathered.id())
                    .with("call-creator", gathered.creator()))
            .withIfPresent("id", stanza.attribute("id"))
            .withIfPresent("to", stanza.attribute("from")));
  }

  private static CallKey.Known known(
      Node stanza, Gathered gathered, Instant at, Optional<Duration> latency) {
    Node signal = gathered.signal();
    Optional<Jid> group = signal.jid("group-jid").filter(Jid::isGroup);
    boolean video = signal.child("video").isPresent() || signal.has("media", "video");
    Call call =
        new Call(
            gathered.id(),
            group.orElse(gathered.caller()),
            gathered.caller(),
            group.isPresent() || signal.has("type", "group"),
            video,
            Call.State.RINGING,
            at,
            Optional.empty(),
            latency,
            stanza.attribute("offline").isPresent());
    return new CallKey.Known(
        call, gathered.creator(), stanza.jid("from").orElse(gathered.creator()));
  }

  private static SessionEvent event(Call call) {
    return switch (call.state()) {
      case RINGING -> new CallEvent.Offered(call);
      case ACCEPTED -> new CallEvent.Accepted(call);
      case REJECTED -> new CallEvent.Rejected(call);
      case MISSED, ENDED -> new CallEvent.Ended(call);
    };
  }

  static Change told(Call call, Turn turn) {
    return new Change.Append(turn.newId(), turn.now(), event(call));
  }
}
