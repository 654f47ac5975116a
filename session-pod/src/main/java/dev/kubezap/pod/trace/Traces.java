package dev.kubezap.pod.trace;

import dev.kubezap.whatsapp.SendTrace;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Tells of spans. No method waits, and none fails because of a collector. There is one only where
 * traces are switched on: whoever may have one asks for nothing without it.
 */
public interface Traces extends AutoCloseable {

  /** A span that has begun. */
  interface Begun {
    /** Its {@code traceparent} for what follows from it; empty when it is not sampled. */
    Optional<String> context();

    /**
     * It has ended.
     *
     * @param status of the HTTP answer, if there was one
     * @param failure what went wrong, in kebab case, if anything did
     */
    void end(OptionalInt status, Optional<String> failure);
  }

  /**
   * A request has come.
   *
   * @param route the pattern of its path, never the path; empty when there is none
   * @param traceparent its caller's, unchecked
   */
  Begun request(String method, Optional<String> route, Optional<String> traceparent);

  /** A message has come further; its span has ended. */
  void step(SendTrace step);

  /**
   * An event is being delivered.
   *
   * @param type the event's, without prefix
   * @param kind of the endpoint, such as {@code http}
   * @param origin the trace context that was stored with the event
   */
  Begun delivery(String type, String kind, Optional<String> origin);

  /** Hands over what was not exported yet, for as long as two seconds. */
  @Override
  void close();
}
