package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.ChangeEnd;
import dev.kubezap.whatsapp.ClientListener;
import dev.kubezap.whatsapp.ClientMetrics;
import dev.kubezap.whatsapp.SendTrace;
import dev.kubezap.whatsapp.SessionSnapshot;
import dev.kubezap.whatsapp.connection.Connection;
import dev.kubezap.whatsapp.login.VersionFetched;
import dev.kubezap.whatsapp.model.MessageStatus;
import dev.kubezap.whatsapp.model.StoredMessage;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.step.Ask;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Reply;
import dev.kubezap.whatsapp.step.SessionChange;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Does the effects of committed work: the only place from which anything leaves the session. Used
 * by the session's thread.
 */
final class EffectPerformer implements Performer {
  private static final Logger LOG = System.getLogger(EffectPerformer.class.getName());

  private final Connections connections;
  private final Mailbox mailbox;
  private final Timers timers;
  private final StatusWaiters waiters;
  private final ChangeWaiters changes;
  private final VersionFetcher versions;
  private final HistoryReads histories;
  private final FileFetcher files;
  private final InstantSource clock;
  private final InstantSource waits;
  private final ClientListener listener;
  private final ClientMetrics metrics;
  private final QueryPauses pauses = new QueryPauses();
  private volatile SessionState session;

  /**
   * @param clock the machine's
   * @param waits what timers go by, as in {@link EngineLoop}
   */
  EffectPerformer(
      Connections connections,
      Mailbox mailbox,
      Timers timers,
      StatusWaiters waiters,
      ChangeWaiters changes,
      VersionFetcher versions,
      HistoryReads histories,
      FileFetcher files,
      InstantSource clock,
      InstantSource waits,
      ClientListener listener,
      ClientMetrics metrics,
      SessionState session) {
    this.connections = connections;
    this.mailbox = mailbox;
    this.timers = timers;
    this.waiters = waiters;
    this.changes = changes;
    this.versions = versions;
    this.histories = histories;
    this.files = files;
    this.clock = clock;
    this.waits = waits;
    this.listener = listener;
    this.metrics = metrics;
    this.session = session;
  }

  @Override
  public boolean isPresent(long connection) {
    return connections.isPresent(connection);
  }

  /** The session as it was published last. */
  SessionState session() {
    return session;
  }

  /** What can be said of the session now; from any thread. */
  SessionSnapshot snapshot() {
    return session.snapshot(connections.lastInboundAt());
  }

  @Override
  public void publish(SessionState next, boolean rowsWereAdded) {
    boolean changed = !next.equals(session);
    session = next;
    try {
      if (changed) {
        listener.changed(snapshot());
      }
      if (rowsWereAdded) {
        listener.committed();
      }
    } catch (RuntimeException e) {
      // The listener is not ours; the session does not end with it.
      LOG.log(Level.ERROR, "the listener failed", e);
    }
  }

  @Override
  public void together(Runnable effects) {
    connections.together(effects);
  }

  @Override
  public void perform(Pending origin, Effect effect) {
    switch (effect) {
      case Effect.Send(Node stanza) -> send(origin, stanza);
      case Effect.Transmit transmit ->
          connections
              .of(origin.connection())
              .ifPresent(
                  open ->
                      open.sendMessage(
                          transmit.prepared().stanzaId(), transmit.prepared().stanza()));
      case Effect.Answer(Object value) ->
          origin.caller().ifPresent(caller -> caller.complete(value));
      case Effect.StatusReached(StoredMessage message, MessageStatus _) -> waiters.reached(message);
      case Effect.ChangeEnded(String id, ChangeEnd end) -> changes.ended(id, end);
      case Effect.Taken(Instant acceptedAt) ->
          metrics.acknowledged(Duration.between(acceptedAt, clock.instant()));
      case Effect.Traced(SendTrace step) -> metrics.traced(step);
      case Effect.Schedule(String name, Object input, Duration delay) ->
          timers.schedule(name, input, delay, waits.instant());
      case Effect.Cancel(String name) -> timers.cancel(name);
      case Effect.Enqueue(Object input) -> mailbox.post(Pending.of(input));
      case Effect.Count(String counter, String label) -> count(counter, label);
      // Saved before the commit, erased with it.
      case Effect.SaveIdentity _, Effect.EraseIdentity _ -> {}
      case Effect.Report(SessionChange.Reconnected(String why)) -> metrics.reconnect(why);
      // Published with the commit.
      case Effect.Report _ -> {}
      case Effect.Connect connect -> connections.open(connect);
      case Effect.Disconnect _ -> connections.drop("not needed any more");
      case Effect.ReadHistory wanted ->
          histories.read(wanted, read -> mailbox.post(Pending.of(read)));
      case Effect.FetchVersion(int failures) ->
          versions.fetch(result -> mailbox.post(Pending.of(new VersionFetched(result, failures))));
      case Effect.Download download ->
          files.fetch(
              download, content -> mailbox.post(Pending.of(download.then().apply(content))));
    }
  }

  private void send(Pending origin, Node stanza) {
    Optional<Connection> connection = connections.of(origin.connection());
    connection.ifPresent(open -> open.send(stanza));
  }

  private void count(String counter, String label) {
    if (counter.equals("retry")) {
      metrics.retry(label);
    } else {
      metrics.stanza(counter, label);
    }
  }

  @Override
  public void ask(Pending origin, Ask ask) {
    List<Node> queries = ask.queries();
    Optional<Duration> heldBack = pauses.begin(queries, waits.instant());
    if (heldBack.isPresent()) {
      Reply refused = new Reply.Refused(429, "asked too often", heldBack.get());
      comesBack(origin, Collections.nCopies(queries.size(), refused));
      return;
    }
    connections.ask(
        origin.connection(),
        queries,
        ask.patience(),
        replies -> comesBack(origin, pauses.answered(queries, replies, waits.instant())));
  }

  private void comesBack(Pending origin, List<Reply> replies) {
    mailbox.post(
        new Pending(origin.work().answered(replies), origin.connection(), 0, origin.caller()));
  }

  @Override
  public void finish(Pending origin) {
    origin
        .caller()
        .filter(caller -> !caller.isDone())
        .ifPresent(
            caller ->
                caller.completeExceptionally(
                    new IllegalStateException(
                        origin.work().input().getClass().getSimpleName() + " gave no answer")));
  }

  @Override
  public void fail(Pending origin, RuntimeException cause) {
    origin.caller().ifPresent(caller -> caller.completeExceptionally(cause));
  }
}
