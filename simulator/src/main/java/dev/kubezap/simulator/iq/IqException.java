package dev.kubezap.simulator.iq;

import dev.kubezap.simulator.node.Node;

/** A request that is answered by an error. */
public final class IqException extends RuntimeException {
  private final int code;
  private final String text;

  private IqException(int code, String text) {
    super(code + " " + text);
    this.code = code;
    this.text = text;
  }

  /** An error answer with the text that goes with its code. */
  public static IqException of(int code) {
    return new IqException(
        code,
        switch (code) {
          case 400 -> "bad-request";
          case 401 -> "not-authorized";
          case 403 -> "forbidden";
          case 404 -> "item-not-found";
          case 405 -> "not-allowed";
          case 406 -> "not-acceptable";
          case 409 -> "conflict";
          case 410 -> "gone";
          case 419 -> "resource-limit";
          case 429 -> "rate-overlimit";
          case 452 -> "feature-not-available";
          case 500 -> "internal-server-error";
          case 501 -> "feature-not-implemented";
          case 503 -> "service-unavailable";
          default -> "error";
        });
  }

  /** The error child of the answer. */
  public Node toNode() {
    return Node.of("error").with("code", code).with("text", text);
  }
}
