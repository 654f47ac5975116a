package dev.kubezap.gateway.stream;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.gateway.name.SessionId;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The events of one session, read from its pod, which is asked again behind the last one whenever
 * the connection ends. Runs on one event loop.
 */
final class PodStream {

  private static final Logger LOG = Logger.getLogger(PodStream.class);

  private static final int FIRST_PAUSE_MILLIS = 500;
  private static final int LONGEST_PAUSE_MILLIS = 30_000;

  /** What is done with the events. */
  interface Listener {
    /** The pod tells events from now on, those behind this one. */
    void opened(long sequence);

    /** The next event. */
    void event(PodEvent event);

    /** The pod has no further event now. */
    void idle();
  }

  private final Vertx vertx;
  private final PodConnector connector;
  private final RandomGenerator random;
  private final SessionId session;
  private final Listener listener;
  private OptionalLong after;
  private @Nullable HttpClientResponse response;
  private boolean paused;
  private boolean ended;
  private boolean connecting;
  private long timer = -1;
  private int pauseMillis = FIRST_PAUSE_MILLIS;

  /**
   * Opens nothing yet.
   *
   * @param after the last event that is known; empty to begin with the next
   */
  PodStream(
      Vertx vertx,
      PodConnector connector,
      RandomGenerator random,
      SessionId session,
      OptionalLong after,
      Listener listener) {
    this.vertx = vertx;
    this.connector = connector;
    this.random = random;
    this.session = session;
    this.after = after;
    this.listener = listener;
  }

  /** Asks the pod, now when that was to be done later. */
  void ask() {
    if (ended || connecting || response != null) {
      return;
    }
    vertx.cancelTimer(timer);
    connecting = true;
    connector
        .open(session, after)
        .onComplete(
            opened -> {
              connecting = false;
              if (opened.failed()) {
                LOG.debugf("No events of %s now: %s", session, opened.cause().getMessage());
                askLater();
              } else if (ended) {
                opened.result().request().reset();
              } else {
                read(opened.result());
              }
            });
  }

  private void read(HttpClientResponse opened) {
    response = opened;
    var parser = new ServerSentParser(new Events());
    opened.handler(
        chunk -> {
          if (!ended) {
            parser.feed(chunk);
          }
        });
    opened.exceptionHandler(failure -> lost(opened));
    opened.endHandler(end -> lost(opened));
    if (paused) {
      opened.pause();
    }
  }

  private void lost(HttpClientResponse which) {
    if (which.equals(response)) {
      response = null;
      askLater();
    }
  }

  private void askLater() {
    if (ended) {
      return;
    }
    // Not all at once, when one network was away for all pods.
    int pause = pauseMillis / 2 + random.nextInt(pauseMillis / 2);
    pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, 2 * pauseMillis);
    timer = vertx.setTimer(pause, any -> ask());
  }

  /** Takes nothing for a while; the pod waits. */
  void pause() {
    if (!paused) {
      paused = true;
      if (response != null) {
        response.pause();
      }
    }
  }

  /** Goes on. */
  void resume() {
    if (paused) {
      paused = false;
      if (response != null) {
        response.resume();
      }
    }
  }

  /** Ends it for good. */
  void end() {
    ended = true;
    vertx.cancelTimer(timer);
    if (response != null) {
      response.request().reset();
    }
  }

  private final class Events implements ServerSentParser.Sink {
    @Override
    public void event(String id, String type, Buffer data) {
      sequence(id).ifPresent(sequence -> tell(new PodEvent(session, sequence, type, data)));
    }

    @Override
    public void tooLong(String id, String type) {
      LOG.errorf("An event of %s is too long to be passed on: %s %s", session, type, id);
      sequence(id)
          .ifPresent(
              sequence -> tell(new PodEvent(session, sequence, type, instead(sequence, type))));
    }

    @Override
    public void place(String id) {
      sequence(id)
          .ifPresent(
              sequence -> {
                pauseMillis = FIRST_PAUSE_MILLIS;
                after = OptionalLong.of(sequence);
                listener.opened(sequence);
              });
    }

    @Override
    public void comment() {
      if (!ended) {
        listener.idle();
      }
    }

    private void tell(PodEvent event) {
      if (!ended) {
        after = OptionalLong.of(event.sequence());
        listener.event(event);
      }
    }
  }

  /** What readers get in the place of an event that is too long for a stream of all sessions. */
  private Buffer instead(long sequence, String type) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("specversion", "1.0");
    document.put("id", session + "/" + sequence);
    document.put("source", SessionStatus.source(session));
    document.put("type", SessionStatus.TYPE_PREFIX + type);
    document.put("datacontenttype", "application/json");
    document.put("sequence", Long.toString(sequence));
    document.putObject("data").put("tooLong", true);
    return Buffer.buffer(document.toString());
  }

  private static OptionalLong sequence(String id) {
    return id.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(id)) : OptionalLong.empty();
  }
}
