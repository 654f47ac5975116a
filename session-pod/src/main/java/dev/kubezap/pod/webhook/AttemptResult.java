package dev.kubezap.pod.webhook;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** What one attempt to deliver came to. */
sealed interface AttemptResult {
  /** What nobody foresaw; says nothing of it, since that may hold secrets. */
  AttemptResult INTERNAL = new Failed("internal");

  /** There is nothing to post: the stored event cannot be read. */
  Failed UNREADABLE = new Failed("unreadable-event");

  /**
   * Taken.
   *
   * @param status the 2xx of a web server, empty for what answers without one
   */
  record Delivered(Optional<Integer> status) implements AttemptResult {}

  /**
   * Answered with anything else.
   *
   * @param retryAfter what the answer asked for
   */
  record Refused(int status, Optional<Duration> retryAfter) implements AttemptResult {}

  /**
   * Not answered.
   *
   * @param reason stable, in kebab case: {@code timeout}, {@code unknown-host}, {@code
   *     address-not-allowed}, {@code tls}, {@code connection}, {@code bad-answer}, {@code
   *     unreadable-event}, {@code internal} for a fault of this program; of brokers also {@code
   *     not-authorized}, {@code not-a-stream}, {@code no-stream}, {@code not-the-writer}, {@code
   *     out-of-memory}, {@code no-exchange}, {@code no-queue}, {@code no-virtual-host}, {@code
   *     no-topic}, {@code too-few-replicas}, {@code too-large}, {@code refused}
   */
  record Failed(String reason) implements AttemptResult {}

  /** What a fault of the connection is called. */
  static Failed failed(IOException fault) {
    return new Failed(
        switch (fault) {
          case SocketTimeoutException timeout -> "timeout";
          case UnknownHostException unknown -> "unknown-host";
          case SSLException tls -> "tls";
          case ProtocolException answer -> "bad-answer";
          case EndpointSockets.AddressNotAllowedException forbidden -> "address-not-allowed";
          default -> "connection";
        });
  }
}
