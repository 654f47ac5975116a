package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.connection.Answer;
import dev.kubezap.whatsapp.connection.CloseReason;
import dev.kubezap.whatsapp.connection.Connection;
import dev.kubezap.whatsapp.connection.ConnectionAttempt;
import dev.kubezap.whatsapp.connection.ConnectionId;
import dev.kubezap.whatsapp.connection.ConnectionListener;
import dev.kubezap.whatsapp.node.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A connection in memory: the test plays the server, and nothing happens on another thread. */
final class ScriptedLink implements Connection {
  final ConnectionAttempt attempt;
  final List<Node> sent = new ArrayList<>();
  final List<Node> asked = new ArrayList<>();

  /** How long each of those that were asked may take. */
  final List<Duration> patience = new ArrayList<>();

  final List<CompletableFuture<Answer>> unanswered = new ArrayList<>();
  private final ConnectionListener listener;
  private final Function<Node, Optional<Answer>> server;
  private boolean closed;

  /**
   * @param server answers queries; what it does not answer waits in {@link #unanswered}
   */
  ScriptedLink(
      ConnectionAttempt attempt,
      ConnectionListener listener,
      Function<Node, Optional<Answer>> server) {
    this.attempt = attempt;
    this.listener = listener;
    this.server = server;
  }

  /** A stanza from the server. */
  void receive(Node stanza) {
    listener.stanza(id(), stanza);
  }

  /** The end of the connection. */
  void end(CloseReason reason) {
    closed = true;
    unanswered.forEach(future -> future.complete(new Answer.Disconnected()));
    listener.closed(id(), reason);
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public ConnectionId id() {
    return attempt.id();
  }

  @Override
  public void send(Node stanza) {
    if (!closed) {
      sent.add(stanza);
    }
  }

  @Override
  public CompletableFuture<Answer> request(Node iq, Duration timeout) {
    asked.add(iq);
    patience.add(timeout);
    if (closed) {
      return CompletableFuture.completedFuture(new Answer.Disconnected());
    }
    Optional<Answer> answer = server.apply(iq);
    if (answer.isPresent()) {
      return CompletableFuture.completedFuture(answer.get());
    }
    CompletableFuture<Answer> open = new CompletableFuture<>();
    unanswered.add(open);
    return open;
  }

  @Override
  public void close(String why) {
    if (!closed) {
      end(new CloseReason.ClosedLocally(why));
    }
  }
}
