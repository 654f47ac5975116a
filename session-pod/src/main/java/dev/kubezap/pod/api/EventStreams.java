package dev.kubezap.pod.api;

import dev.kubezap.pod.http.Credentials;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.ReplyHeaders;
import dev.kubezap.pod.outbox.CloudEventJson;
import dev.kubezap.pod.server.Exchange;
import dev.kubezap.pod.server.RefusedRequestException;
import dev.kubezap.pod.server.ResponseStream;
import dev.kubezap.pod.server.WebSocketChannel;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** The open streams of events, so that their number is bounded and they end with the process. */
public final class EventStreams implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(EventStreams.class);

  private final EventFeed feed;
  private final CloudEventJson envelopes;
  private final StreamPlaces places = new StreamPlaces();
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
    StreamPlaces.Place place = admit(true);
    within(
        place,
        end -> {
          ResponseStream response =
              exchange.stream(ReplyHeaders.secure("text/event-stream; charset=utf-8"));
          ServerSentStream stream = new ServerSentStream(response, feed, envelopes, end);
          Thread _ = beside(response::awaitGone, end);
          stream.run(after, selection);
        });
  }

  /**
   * Goes on as a WebSocket, until the client goes or the process ends.
   *
   * @param known who calls; empty when the first frame is to say so
   */
  void serveSocket(Exchange exchange, SocketConversation.Parts parts, Optional<Credentials> known)
      throws IOException {
    StreamPlaces.Place place = admit(known.isPresent());
    boolean opened = false;
    try {
      exchange.upgrade(socket -> serve(socket, parts, known, place));
      opened = true;
    } catch (RefusedRequestException e) {
      throw new ProblemException(
          Problem.of(e.status(), "malformed-request", "The request is malformed", e.detail()));
    } finally {
      if (!opened) {
        place.close();
      }
    }
  }

  private void serve(
      WebSocketChannel socket,
      SocketConversation.Parts parts,
      Optional<Credentials> known,
      StreamPlaces.Place place) {
    try {
      within(
          place,
          end -> {
            SocketConversation conversation =
                new SocketConversation(socket, parts, known, place::becomeKnown);
            SocketStream stream = new SocketStream(socket, conversation, feed, envelopes, end);
            Thread _ = beside(conversation::receive, end);
            stream.run(known.isPresent());
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
  private StreamPlaces.Place admit(boolean known) {
    if (closed) {
      throw new ProblemException(
          Problem.unavailable("shutting-down", "The process ends: try again shortly.", 5));
    }
    return places.take(known);
  }

  /** Runs a stream on this thread, which ends with the process. */
  private void within(StreamPlaces.Place place, Work work)
      throws IOException, InterruptedException {
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
      place.close();
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
