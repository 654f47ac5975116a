package dev.kubezap.pod.api;

import dev.kubezap.pod.json.Json;
import dev.kubezap.pod.outbox.CloudEventJson;
import dev.kubezap.pod.outbox.StoredEvent;
import dev.kubezap.pod.server.WebSocketChannel;
import dev.kubezap.whatsapp.store.StoreUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** The side of a WebSocket that writes events, once its reader is known and has subscribed. */
final class SocketStream {
  private static final Logger LOG = Logger.getLogger(SocketStream.class);
  private static final Duration AUTH_PATIENCE = Duration.ofSeconds(10);
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final Duration DATABASE_PAUSE = Duration.ofSeconds(2);
  private static final int BATCH = 100;
  private static final int GOING_AWAY = 1001;

  private final WebSocketChannel socket;
  private final SocketConversation conversation;
  private final EventFeed feed;
  private final CloudEventJson envelopes;
  private final StreamEnd end;

  SocketStream(
      WebSocketChannel socket,
      SocketConversation conversation,
      EventFeed feed,
      CloudEventJson envelopes,
      StreamEnd end) {
    this.socket = socket;
    this.conversation = conversation;
    this.feed = feed;
    this.envelopes = envelopes;
    this.end = end;
  }

  /**
   * Waits for the subscription, then writes events until the reader goes or the stream is ended.
   *
   * @param known whether the reader is known; otherwise the first frame is to say who it is
   */
  void run(boolean known) {
    try {
      if (known) {
        conversation.welcome();
      } else if (within(AUTH_PATIENCE, conversation.caller()).isEmpty()) {
        conversation.refuse(
            SocketConversation.malformed(
                "The first frame must be {\"type\": \"auth\", \"key\": ...} within "
                    + AUTH_PATIENCE.toSeconds()
                    + " seconds."));
        return;
      }
      SocketConversation.Subscription wanted = subscription();
      long cursor = wanted.after().isPresent() ? wanted.after().getAsLong() : feed.last();
      socket.write(
          Json.text(SocketConversation.frame("subscribed").put("after", Long.toString(cursor))));
      while (!socket.isClosed() && !end.isEnded()) {
        cursor = next(cursor, wanted.selection());
      }
    } catch (IOException | StoreUnavailableException e) {
      LOG.debugf("A WebSocket of events ended: %s", e.getMessage());
    } catch (InterruptedException e) {
      LOG.debug("A WebSocket of events ended with its connection, or with the process");
    } finally {
      close();
    }
  }

  /** Who only asks need not subscribe. */
  private SocketConversation.Subscription subscription() throws IOException, InterruptedException {
    Optional<SocketConversation.Subscription> wanted =
        within(HEARTBEAT, conversation.subscription());
    while (wanted.isEmpty()) {
      socket.ping();
      wanted = within(HEARTBEAT, conversation.subscription());
    }
    return wanted.get();
  }

  private <T> Optional<T> within(Duration patience, CompletableFuture<T> told)
      throws InterruptedException {
    return end.whileWaiting(
        () -> {
          try {
            return Optional.of(told.get(patience.toMillis(), TimeUnit.MILLISECONDS));
          } catch (TimeoutException e) {
            return Optional.empty();
          } catch (ExecutionException e) {
            throw new IllegalStateException("nobody fails it", e);
          }
        });
  }

  private long next(long cursor, EventSelection selection)
      throws IOException, InterruptedException {
    try {
      List<StoredEvent> events = feed.awaitAfter(cursor, BATCH, HEARTBEAT, end);
      if (events.isEmpty()) {
        socket.ping();
        return cursor;
      }
      for (StoredEvent event : events) {
        if (selection.wants(event)) {
          socket.write(Json.text(envelopes.of(event)));
        }
      }
      return events.getLast().sequence();
    } catch (StoreUnavailableException e) {
      socket.ping();
      end.rest(DATABASE_PAUSE);
      return cursor;
    }
  }

  private void close() {
    try {
      socket.close(GOING_AWAY, "come back");
    } catch (IOException e) {
      LOG.debugf("The reader of a WebSocket had gone: %s", e.getMessage());
    }
  }
}
