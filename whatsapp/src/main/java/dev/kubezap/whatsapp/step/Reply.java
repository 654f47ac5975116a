package dev.kubezap.whatsapp.step;

import dev.kubezap.whatsapp.node.Node;

/** What became of one query to the server. */
public sealed interface Reply {

  /** The server answered with a result. */
  record Result(Node iq) implements Reply {}

  /**
   * The server answered with an error.
   *
   * @param code such as 404
   */
  record Refused(int code, String text) implements Reply {}

  /**
   * There was no answer in time, or the connection ended: it is not known whether the query
   * arrived.
   */
  record Missing() implements Reply {}
}
