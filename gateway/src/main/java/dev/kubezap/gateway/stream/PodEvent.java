package dev.kubezap.gateway.stream;

import dev.kubezap.gateway.name.SessionId;
import io.vertx.core.buffer.Buffer;

/**
 * An event as a pod told it.
 *
 * @param session whose it is
 * @param sequence its place among the session's events
 * @param type without prefix, such as {@code message.received}
 * @param data its CloudEvents document, which nobody changes
 */
record PodEvent(SessionId session, long sequence, String type, Buffer data) {

  /** Leaves out what happened. */
  @Override
  public String toString() {
    return "PodEvent[" + session + " " + sequence + " " + type + "]";
  }
}
