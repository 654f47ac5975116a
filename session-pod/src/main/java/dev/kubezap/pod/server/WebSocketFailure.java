package dev.kubezap.pod.server;

/** A client broke a rule of WebSocket; the connection is closed with this code. */
final class WebSocketFailure extends Exception {
  static final int PROTOCOL = 1002;
  static final int NOT_TEXT = 1003;
  static final int NOT_UTF8 = 1007;
  static final int TOO_LONG = 1009;
  private static final long serialVersionUID = 1L;

  private final int code;
  private final String reason;

  WebSocketFailure(int code, String reason) {
    super(reason);
    this.code = code;
    this.reason = reason;
  }

  int code() {
    return code;
  }

  String reason() {
    return reason;
  }
}
