package dev.kubezap.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Counts the spans that wait and those that are lost: a line when it begins, one when it ends. */
final class LostSpans {
  private static final Logger LOG = Logger.getLogger(LostSpans.class);

  /** Its own lines say the same of every batch. */
  private final java.util.logging.Logger ofLibrary =
      java.util.logging.Logger.getLogger("io.opentelemetry.exporter");

  private final AtomicLong waiting = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();

  LostSpans() {
    ofLibrary.setLevel(java.util.logging.Level.OFF);
  }

  /** One more waits to be exported; false when there are so many already that it is lost. */
  boolean admit(int most) {
    if (waiting.incrementAndGet() > most) {
      waiting.decrementAndGet();
      lost(1);
      return false;
    }
    return true;
  }

  /** How many were lost since some were exported last. */
  long lost() {
    return lost.get();
  }

  private void lost(int count) {
    if (lost.getAndAdd(count) == 0) {
      LOG.warn(
          "Spans of traces are lost: the collector that OTEL_EXPORTER_OTLP_ENDPOINT names does not"
              + " take them, or too slowly. Messages are not affected.");
    }
  }

  private void exported() {
    long before = lost.getAndSet(0);
    if (before > 0) {
      LOG.infof("Spans of traces are taken again; %d were lost.", before);
    }
  }

  /** The same exporter, with what becomes of its batches counted. */
  SpanExporter counted(SpanExporter exporter) {
    return new SpanExporter() {
      @Override
      public CompletableResultCode export(Collection<SpanData> spans) {
        int count = spans.size();
        waiting.addAndGet(-count);
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(
            () -> {
              if (result.isSuccess()) {
                exported();
              } else {
                lost(count);
              }
            });
      }

      @Override
      public CompletableResultCode flush() {
        return exporter.flush();
      }

      @Override
      public CompletableResultCode shutdown() {
        return exporter.shutdown();
      }
    };
  }
}
