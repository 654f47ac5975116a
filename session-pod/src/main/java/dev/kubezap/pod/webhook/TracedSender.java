package dev.kubezap.pod.webhook;

import dev.kubezap.pod.outbox.StoredEvent;
import dev.kubezap.pod.trace.Traces;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes a span of every attempt to deliver, whose context a web server gets with the event. */
final class TracedSender implements EventSender {
  private final EventSender sender;
  private final Traces traces;

  TracedSender(EventSender sender, Traces traces) {
    this.sender = sender;
    this.traces = traces;
  }

  @Override
  public AttemptResult send(WebhookEndpoint endpoint, StoredEvent event) {
    Traces.Begun span =
        traces.delivery(
            event.type(), endpoint.kind().name().toLowerCase(Locale.ROOT), event.origin());
    AttemptResult result = AttemptResult.INTERNAL;
    try {
      result = sender.send(endpoint, event.within(span.context()));
      return result;
    } finally {
      switch (result) {
        case AttemptResult.Delivered(Optional<Integer> status) ->
            span.end(status.map(OptionalInt::of).orElse(OptionalInt.empty()), Optional.empty());
        case AttemptResult.Refused refused ->
            span.end(OptionalInt.of(refused.status()), Optional.of("refused"));
        case AttemptResult.Failed(String reason) ->
            span.end(OptionalInt.empty(), Optional.of(reason));
      }
    }
  }

  @Override
  public void close() {
    sender.close();
  }
}
