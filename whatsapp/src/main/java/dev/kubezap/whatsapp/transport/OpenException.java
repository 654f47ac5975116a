package dev.kubezap.whatsapp.transport;

/** No connection could be opened. The message names the step and what to look at. */
public final class OpenException extends Exception {

  private static final long serialVersionUID = 1L;

  private final Step step;

  /** The step that failed. */
  public enum Step {
    /** The file with additional certificate authorities. */
    CERTIFICATE_FILE,
    /** Name of the service or proxy. */
    NAME,
    /** TCP to the service or proxy. */
    NETWORK,
    /** The tunnel through the proxy. */
    PROXY,
    /** TLS with the service. */
    TLS,
    /** Upgrade of HTTP to WebSocket. */
    UPGRADE
  }

  /** Creates the exception; {@code message} holds no credentials. */
  public OpenException(Step step, String message) {
    super(message);
    this.step = step;
  }

  /** Creates the exception; {@code message} holds no credentials. */
  public OpenException(Step step, String message, Throwable cause) {
    super(message, cause);
    this.step = step;
  }

  /** The step that failed. */
  public Step step() {
    return step;
  }
}
