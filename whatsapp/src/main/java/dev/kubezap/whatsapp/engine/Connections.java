package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.ClientMetrics;
import dev.kubezap.whatsapp.connection.Answer;
import dev.kubezap.whatsapp.connection.CloseReason;
import dev.kubezap.whatsapp.connection.Connection;
import dev.kubezap.whatsapp.connection.ConnectionAttempt;
import dev.kubezap.whatsapp.connection.ConnectionId;
import dev.kubezap.whatsapp.connection.ConnectionListener;
import dev.kubezap.whatsapp.connection.Connector;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.node.NodeFormatException;
import dev.kubezap.whatsapp.step.Effect;
import dev.kubezap.whatsapp.step.Reply;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The present connection and the way from every connection into the mailbox. Opening, closing and
 * asking are done by the session's thread; the listener's calls come on threads of the connections.
 * Only {@link #end} may be called by any thread.
 */
final class Connections implements ConnectionListener {
  private final Connector connector;
  private final Mailbox mailbox;
  private final InstantSource clock;
  private final ClientMetrics metrics;
  private ConnectionId id = new ConnectionId(0);
  private volatile Optional<Connection> present = Optional.empty();
  private volatile Optional<Instant> lastInboundAt = Optional.empty();

  Connections(Connector connector, Mailbox mailbox, InstantSource clock, ClientMetrics metrics) {
    this.connector = connector;
    this.mailbox = mailbox;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** Opens a connection instead of the present one. */
  void open(Effect.Connect how) {
    drop("another connection is opened");
    id = id.next();
    present =
        Optional.of(
            connector.connect(
                new ConnectionAttempt(id, how.noiseKey(), how.payload(), how.routingInfo()), this));
  }

  /** Closes the present connection; what it still reports is late. */
  void drop(String why) {
    present.ifPresent(connection -> connection.close(why));
    present = Optional.empty();
  }

  /** Closes the present connection; its end is reported. From any thread. */
  void end(String why) {
    present.ifPresent(connection -> connection.close(why));
  }

  /** Whether there is a connection, open or being opened. */
  boolean isOpen() {
    return present.isPresent();
  }

  /**
   * Whether work that came over this connection still matters; 0 stands for work that came over
   * none.
   */
  boolean isPresent(long number) {
    return number == 0 || present.filter(connection -> number(connection) == number).isPresent();
  }

  /** The connection that work of this origin is answered over. */
  Optional<Connection> of(long number) {
    return isPresent(number) ? present : Optional.empty();
  }

  /** Has what is sent meanwhile leave in as few writes as possible. */
  void together(Runnable sending) {
    Optional<Connection> held = present;
    held.ifPresent(Connection::hold);
    try {
      sending.run();
    } finally {
      held.ifPresent(Connection::release);
    }
  }

  /**
   * Sends queries.
   *
   * @param answered told once, when all are answered or missing, on any thread
   */
  void ask(long number, List<Node> queries, Duration timeout, Consumer<List<Reply>> answered) {
    AtomicReferenceArray<Reply> replies = new AtomicReferenceArray<>(queries.size());
    AtomicInteger missing = new AtomicInteger(queries.size());
    for (int i = 0; i < queries.size(); i++) {
      int place = i;
      Consumer<Reply> one =
          reply -> {
            replies.set(place, reply);
            if (missing.decrementAndGet() == 0) {
              answered.accept(IntStream.range(0, replies.length()).mapToObj(replies::get).toList());
            }
          };
      of(number)
          .ifPresentOrElse(
              connection -> request(connection, queries.get(place), timeout, one),
              () -> one.accept(new Reply.Missing()));
    }
    if (queries.isEmpty()) {
      answered.accept(List.of());
    }
  }

  private static void request(
      Connection connection, Node query, Duration timeout, Consumer<Reply> answered) {
    // The answer completes normally whatever happens, so nothing is lost with the future.
    var _ = connection.request(query, timeout).thenAccept(answer -> answered.accept(reply(answer)));
  }

  private static Reply reply(Answer answer) {
    return switch (answer) {
      case Answer.Answered(Node iq) -> new Reply.Result(iq);
      case Answer.Refused refused ->
          new Reply.Refused(
              refused.code(), refused.text(), refused.backoff().orElse(Duration.ZERO));
      case Answer.TimedOut _, Answer.Disconnected _ -> new Reply.Missing();
    };
  }

  /** When the last stanza came in. */
  Optional<Instant> lastInboundAt() {
    return lastInboundAt;
  }

  private static long number(Connection connection) {
    return connection.id().number();
  }

  @Override
  public void online(ConnectionId from, Node success) {
    stanza(from, success);
  }

  @Override
  public void stanza(ConnectionId from, Node stanza) {
    lastInboundAt = Optional.of(clock.instant());
    try {
      mailbox.put(Pending.of(stanza, from.number(), NodeSize.of(stanza)));
    } catch (InterruptedException e) {
      // The connection is being ended; the server keeps what was not acknowledged.
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void unreadable(ConnectionId from, NodeFormatException problem) {
    metrics.quarantined("frame");
  }

  @Override
  public void closed(ConnectionId from, CloseReason reason) {
    mailbox.post(Pending.of(new ConnectionEnded(reason), from.number(), 0));
  }
}
