package dev.kubezap.whatsapp.step;

import dev.kubezap.whatsapp.node.Node;
import java.time.Duration;

/** What became of one query to the server. */
public sealed interface Reply {

  /** The server answered with a result. */
  record Result(Node iq) implements Reply {}

  /**
   * The server answered with an error, or the query was held back because the server had refused
   * others like it for being asked too often.
   *
   * @param code such as 404
   * @param retryAfter how long queries like it are held back from now on; zero when they are not
   */
  record Refused(int code, String text, Duration retryAfter) implements Reply {

    /** An error after which one may ask again at once. */
    public Refused(int code, String text) {
      this(code, text, Duration.ZERO);
    }
  }

  /**
   * There was no answer in time, or the connection ended: it is not known whether the query
   * arrived.
   */
  record Missing() implements Reply {}
}
