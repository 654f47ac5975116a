package dev.kubezap.whatsapp;

import java.time.Duration;

/** Counters that the client raises; every implementation is cheap and does not wait. */
public interface ClientMetrics {

  /** A stanza came in and was handled. */
  void stanza(String kind, String result);

  /** A commit of this many inputs took this long. */
  void commit(int inputs, Duration duration);

  /** The connection was made anew because of this. */
  void reconnect(String reason);

  /** A retry receipt left ({@code out}) or was answered ({@code in}). */
  void retry(String direction);

  /** An input could not be understood and was set aside. */
  void quarantined(String kind);

  /** A message that was sent got its server acknowledgement after this time. */
  void acknowledged(Duration duration);

  /** A message whose request is traced has come further; asked for traced ones alone. */
  void traced(SendTrace step);

  /** Counts nothing. */
  ClientMetrics NONE =
      new ClientMetrics() {
        @Override
        public void stanza(String kind, String result) {}

        @Override
        public void commit(int inputs, Duration duration) {}

        @Override
        public void reconnect(String reason) {}

        @Override
        public void retry(String direction) {}

        @Override
        public void quarantined(String kind) {}

        @Override
        public void acknowledged(Duration duration) {}

        @Override
        public void traced(SendTrace step) {}
      };
}
