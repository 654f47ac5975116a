package dev.kubezap.pod.api;

import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.ReplyHeaders;
import dev.kubezap.pod.outbox.CloudEventJson;
import dev.kubezap.pod.server.Exchange;
import dev.kubezap.pod.server.RefusedRequestException;
import dev.kubezap.pod.server.ResponseStream;
import dev.kubezap.pod.server.WebSocketChannel;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jboss.logging.Logger;

/** The open streams of events, so that their number is bounded and they end with the process. */
public final class EventStreams implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(EventStreams.class);

  private static final int MOST_STREAMS = 64;

  private final EventFeed feed;
  private final CloudEventJson envelopes;
  private final Semaphore places = new Semaphore(MOST_STREAMS);
  private final Set<StreamEnd> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param envelopes an event's CloudEvents document
   */
  public EventStreams(EventFeed feed, CloudEventJson envelopes) {
    this.feed = feed;
    this.envelopes = envelopes;
  }

  /**
   * Answers with server-sent events, until the reader goes or the process ends.
   *
   * @param after the sequence of the last event that the caller has; empty to begin with the next
   */
  void serveServerSent(Exchange exchange, OptionalLong after, EventSelection selection)
      throws IOException, InterruptedException {
    admit();
    within(
        end -> {
          ResponseStream response =
              exchange.stream(ReplyHeaders.secure("text/event-stream; charset=utf-8"));
          ServerSentStream stream = new ServerSentStream(response, feed, envelopes, end);
          Thread _ = beside(response::awaitGone, end);
          stream.run(after, selection);
        });
  }

  /** Goes on as a WebSocket, until the client goes or the process ends. */
  void serveSocket(Exchange exchange) throws IOException {
    admit();
    boolean opened = false;
    try {
      exchange.upgrade(this::serve);
      opened = true;
    } catch (RefusedRequestException e) {
      throw new ProblemException(
          Problem.of(e.status(), "malformed-request", "The request is malformed", e.detail()));
    } finally {
      if (!opened) {
        places.release();
      }
    }
  }

  private void serve(WebSocketChannel socket) {
    try {
      within(
          end -> {
            SocketStream stream = new SocketStream(socket, feed, envelopes, end);
            Thread _ = beside(stream::receive, end);
            stream.run();
          });
    } catch (IOException | InterruptedException e) {
      LOG.debugf("A WebSocket of events ended: %s", e.getMessage());
    } catch (RuntimeException | Error e) {
      // What one reader brings about is no reason to end the process.
      LOG.error("A WebSocket of events ended by a defect", e);
    }
  }

  /** Ends all streams; callers come back to the successor and go on where they were. */
  @Override
  public void close() {
    closed = true;
    open.forEach(StreamEnd::end);
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

  /** Runs a stream on this thread, which ends with the process. */
  private void within(Work work) throws IOException, InterruptedException {
    StreamEnd end = new StreamEnd();
    open.add(end);
    try {
      if (closed) {
        // Admitted before the end and begun after it: nobody else would tell it.
        end.end();
      }
      work.run(end);
    } finally {
      open.remove(end);
      places.release();
    }
  }

  /** Notices on a thread of its own that the reader goes, and ends the stream then. */
  static Thread beside(Runnable untilGone, StreamEnd end) {
    return Thread.ofVirtual()
        .name("event-reader")
        .start(
            () -> {
              try {
                untilGone.run();
              } catch (RuntimeException | Error e) {
                // What one reader sends is no reason to end the process.
                LOG.error("The reader of a stream is gone by a defect", e);
              } finally {
                end.end();
              }
            });
  }

  /** A stream from its begin to its end. */
  @FunctionalInterface
  private interface Work {
    void run(StreamEnd end) throws IOException, InterruptedException;
  }
}
