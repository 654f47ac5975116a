package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.outbox.StoredEvent;
import io.vertx.core.http.HttpServerRequest;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** The open streams of events, so that their number is bounded and they end with the process. */
public final class EventStreams implements AutoCloseable {
  private static final int MOST_STREAMS = 64;

  private final EventFeed feed;
  private final Function<StoredEvent, ObjectNode> envelope;
  private final Semaphore places = new Semaphore(MOST_STREAMS);
  private final Set<Thread> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param envelope an event's CloudEvents document
   */
  public EventStreams(EventFeed feed, Function<StoredEvent, ObjectNode> envelope) {
    this.feed = feed;
    this.envelope = envelope;
  }

  /**
   * Answers with server-sent events.
   *
   * @param after the sequence of the last event that the caller has; empty to begin with the next
   */
  void beginServerSent(HttpServerRequest exchange, OptionalLong after, EventSelection selection) {
    admit();
    ServerSentStream stream = new ServerSentStream(exchange.response(), feed, envelope);
    Thread thread = thread("event-stream", () -> stream.run(after, selection));
    exchange.response().closeHandler(ended -> thread.interrupt());
    thread.start();
  }

  /** Goes on as a WebSocket. */
  void beginSocket(HttpServerRequest exchange) {
    admit();
    exchange
        .toWebSocket()
        .onSuccess(
            socket -> {
              SocketStream stream = new SocketStream(socket, feed, envelope);
              Thread thread = thread("event-socket", stream::run);
              socket.closeHandler(ended -> thread.interrupt());
              socket.textMessageHandler(stream::received);
              thread.start();
            })
        .onFailure(refused -> places.release());
  }

  /** Ends all streams; callers come back to the successor and go on where they were. */
  @Override
  public void close() {
    closed = true;
    open.forEach(Thread::interrupt);
  }

  /** Takes a place at once, not when the stream's thread runs: many may come together. */
  private void admit() {
    if (closed) {
      throw new ProblemException(
          Problem.unavailable("shutting-down", "The process ends: try again shortly.", 5));
    }
    if (!places.tryAcquire()) {
      throw new ProblemException(
          Problem.of(
                  429,
                  "too-many-streams",
                  "Too many streams are open",
                  "Close one of the " + MOST_STREAMS + " open streams first.")
              .withHeader("Retry-After", "30"));
    }
  }

  private Thread thread(String name, Runnable work) {
    return Thread.ofVirtual()
        .name(name)
        .unstarted(
            () -> {
              Thread self = Thread.currentThread();
              open.add(self);
              try {
                if (closed) {
                  // Admitted before the end and begun after it: nobody else would tell it.
                  self.interrupt();
                }
                work.run();
              } finally {
                open.remove(self);
                places.release();
              }
            });
  }
}
