package dev.kubezap.pod.api;

import dev.kubezap.pod.json.Json;
import dev.kubezap.pod.outbox.CloudEventJson;
import dev.kubezap.pod.outbox.StoredEvent;
import dev.kubezap.pod.server.ResponseStream;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/**
 * One answer of server-sent events. The {@code id} of each is its sequence, so that a reader goes
 * on exactly where it was.
 */
final class ServerSentStream {
  private static final Logger LOG = Logger.getLogger(ServerSentStream.class);
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final Duration DATABASE_PAUSE = Duration.ofSeconds(2);
  private static final int BATCH = 100;

  /** A part is written once it is so long: short events together, long ones each. */
  private static final int PART = 16 * 1024;

  private final ResponseStream response;
  private final EventFeed feed;
  private final CloudEventJson envelopes;
  private final StreamEnd end;

  ServerSentStream(
      ResponseStream response, EventFeed feed, CloudEventJson envelopes, StreamEnd end) {
    this.end = end;
    this.response = response;
    this.feed = feed;
    this.envelopes = envelopes;
  }

  /** Writes events until the reader goes or the stream is ended. */
  void run(OptionalLong after, EventSelection selection) {
    try {
      // The place first: who has seen the first line misses no event from then on.
      long cursor = after.isPresent() ? after.getAsLong() : last();
      // A reader that goes before the first event comes back to this place, too.
      response.write("retry: 2000\nid: " + cursor + "\n\n");
      while (!response.isGone() && !end.isEnded()) {
        cursor = next(cursor, selection);
      }
    } catch (IOException e) {
      LOG.debugf("A stream of events ended: %s", e.getMessage());
    } catch (InterruptedException e) {
      LOG.debug("A stream of events ended with its connection, or with the process");
    } finally {
      close();
    }
  }

  private long next(long cursor, EventSelection selection)
      throws IOException, InterruptedException {
    try {
      List<StoredEvent> events = feed.awaitAfter(cursor, BATCH, HEARTBEAT, end);
      if (events.isEmpty()) {
        response.write(": \n\n");
        return cursor;
      }
      write(events.stream().filter(selection::wants).toList());
      return events.getLast().sequence();
    } catch (StoreUnavailableException e) {
      pause();
      return cursor;
    }
  }

  private void write(List<StoredEvent> events) throws IOException {
    StringBuilder part = new StringBuilder();
    for (StoredEvent event : events) {
      String text = text(event);
      if (!part.isEmpty() && part.length() + text.length() > PART) {
        response.write(part.toString());
        part.setLength(0);
      }
      part.append(text);
    }
    response.write(part.toString());
  }

  private long last() throws IOException, InterruptedException {
    while (true) {
      try {
        return feed.last();
      } catch (StoreUnavailableException e) {
        pause();
      }
    }
  }

  private void pause() throws IOException, InterruptedException {
    response.write(": database unavailable\n\n");
    end.rest(DATABASE_PAUSE);
  }

  private void close() {
    try {
      response.close();
    } catch (IOException e) {
      LOG.debugf("The reader of a stream had gone: %s", e.getMessage());
    }
  }

  private String text(StoredEvent event) {
    return "id: "
        + event.sequence()
        + "\nevent: "
        + event.type()
        + "\ndata: "
        + Json.text(envelopes.of(event))
        + "\n\n";
  }
}
