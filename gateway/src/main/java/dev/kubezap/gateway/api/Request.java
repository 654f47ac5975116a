package dev.kubezap.gateway.api;

/** What is asked of the operator by an annotation that gets a new value. */
public enum Request {
  /** A new pod. */
  RESTART("restart", true),
  /** A new connection; for a session that waits for a person, the decision to go on. */
  RECONNECT("reconnect", true),
  /** Unlinks the device; a stopped session is started for it. */
  LOG_OUT("log-out", false),
  /** Unlinks the device and shows a new QR or code. */
  REPAIR("re-pair", true);

  private final String word;
  private final boolean needsPod;

  Request(String word, boolean needsPod) {
    this.word = word;
    this.needsPod = needsPod;
  }

  String annotation() {
    return "kubezap.dev/" + word;
  }

  /** Whether it means nothing to a session that is stopped. */
  boolean needsPod() {
    return needsPod;
  }
}
