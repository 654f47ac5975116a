package dev.kubezap.whatsapp.login;

import dev.kubezap.whatsapp.Phase;
import dev.kubezap.whatsapp.account.Account;
import dev.kubezap.whatsapp.account.AccountKey;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.DeviceIdentity;
import dev.kubezap.whatsapp.model.PreparedStanza;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.prekey.PreKeyUpload;
import dev.kubezap.whatsapp.prekey.RotateSignedPreKey;
import dev.kubezap.whatsapp.presence.OwnPresence;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Outcome;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.SessionChange;
import dev.kubezap.whatsapp.step.Step;
import dev.kubezap.whatsapp.step.Turn;
import dev.kubezap.whatsapp.step.Work;
import dev.kubezap.whatsapp.store.Change;
import dev.kubezap.whatsapp.store.StateReader;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * {@code success}: the service let this device in. Prekeys are supplied before the device becomes
 * active, since from then on others may write to it; what was prepared before goes out again before
 * anything new is prepared (SAFETY.md 4).
 */
public final class LogIn implements Step<Node, LogIn.Gathered> {
  /** Lets the service recover from an odd answer before the device tries again. */
  private static final Duration RETRY = Duration.ofSeconds(5);

  /** What waits at the server comes only after it: nothing else may hold that up for long. */
  private static final Duration COUNT_PATIENCE = Duration.ofSeconds(10);

  /** What is stored of the account, the prekeys, and the stanzas without acknowledgement. */
  public record Gathered(
      Account account, PreKeyUpload.Supply supply, List<PreparedStanza> prepared) {
    public Gathered {
      prepared = List.copyOf(prepared);
    }
  }

  @Override
  public Gathered gather(Work<Node> work, StateReader state, Turn turn) {
    return new Gathered(
        AccountKey.read(state),
        PreKeyUpload.gather(state),
        work.asked() < 2 ? List.of() : state.prepared());
  }

  @Override
  public Outcome decide(Work<Node> work, Gathered gathered, Turn turn) {
    if (turn.identity().isEmpty()) {
      // A replay before pairing is done (PROTOCOL-2026 4).
      return Outcome.nothing();
    }
    DeviceIdentity identity = turn.identity().get();
    return switch (work.asked()) {
      case 0 -> admitted(work.input(), identity, gathered.account(), turn);
      case 1 -> supply(work.replies().getFirst(), identity, gathered.supply(), turn);
      default -> active(work, identity, gathered, turn);
    };
  }

  private static Outcome admitted(
      Node success, DeviceIdentity identity, Account account, Turn turn) {
    Duration offset =
        success
            .time("t")
            .map(told -> Duration.between(turn.now().truncatedTo(ChronoUnit.MILLIS), told))
            .orElse(Duration.ZERO);
    Account next = account.loggedIn(offset);
    Optional<String> name = success.attribute("display_name").filter(text -> !text.isEmpty());
    if (name.isPresent()) {
      next = next.withPushName(name.get());
    }
    Outcome.Builder outcome =
        Outcome.builder()
            .change(new Change.Put<>(new AccountKey(), next))
            .effect(new Effect.Cancel(ConnectNow.TIMER));
    DeviceIdentity known =
        lidOf(success, identity).map(identity::withLid).orElse(identity).active();
    if (!known.equals(identity)) {
      outcome.effect(new Effect.SaveIdentity(known));
    }
    next.pushName()
        .ifPresent(text -> outcome.effect(new Effect.Report(new SessionChange.Named(text))));
    return outcome.ask(new Ask(List.of(PreKeyUpload.countQuery()), COUNT_PATIENCE)).build();
  }

  /** The own LID, with this device's number when the service left it out. */
  private static Optional<Jid> lidOf(Node success, DeviceIdentity identity) {
    return success
        .jid("lid")
        .filter(Jid::isLid)
        .map(lid -> lid.device() == 0 ? lid.withDevice(identity.jid().device()) : lid);
  }

  private static Outcome supply(
      Reply counted, DeviceIdentity identity, PreKeyUpload.Supply supply, Turn turn) {
    // A count that cannot be read is no reason to stay away; the next log-in asks again.
    int left =
        counted instanceof Reply.Result(Node iq)
            ? PreKeyUpload.countIn(iq).orElse(PreKeyUpload.LOW)
            : PreKeyUpload.LOW;
    Optional<PreKeyUpload.Upload> upload = PreKeyUpload.due(left, supply, identity, turn.random());
    Node active =
        Node.of("iq", Node.of("active"))
            .with("to", Jid.SERVICE)
            .with("type", "set")
            .with("xmlns", "passive");
    if (upload.isEmpty()) {
      return Outcome.builder().ask(new Ask(List.of(active))).build();
    }
    return Outcome.builder()
        .changes(upload.get().changes())
        .ask(new Ask(List.of(upload.get().query(), active)))
        .build();
  }

  private static Outcome active(
      Work<Node> work, DeviceIdentity identity, Gathered gathered, Turn turn) {
    List<Reply> replies = work.replies();
    Outcome.Builder outcome = Outcome.builder();
    if (replies.size() > 1 && replies.getFirst() instanceof Reply.Result) {
      outcome.change(PreKeyUpload.confirmed(gathered.supply(), identity));
    }
    if (!(replies.getLast() instanceof Reply.Result)) {
      return outcome
          .effect(
              new Effect.Schedule(
                  ConnectNow.TIMER, new ConnectNow("not-activated"), work.retryAfter(RETRY)))
          .build();
    }
    Account account = gathered.account();
    boolean available = OwnPresence.isAvailable(account, turn.behaviour());
    outcome
        .effect(new Effect.Report(SessionChange.Moved.to(Phase.CONNECTED)))
        .effect(
            new Effect.Report(
                new SessionChange.Linked(
                    new Turn.Link(
                        true, turn.connection().online(), available, account.lidAddressing()))));
    gathered.prepared().forEach(stanza -> outcome.effect(new Effect.Transmit(stanza)));
    return outcome
        .effects(OwnPresence.announce(account, available, turn.now()))
        .effects(OfflineQueue.await(turn))
        .effect(new Effect.Enqueue(new FetchProperties.Due()))
        .effect(new Effect.Enqueue(new RotateSignedPreKey.Due()))
        .build();
  }
}
