package dev.kubezap.pod.config;

/** Which {@code WhatsAppSession} this pod serves. */
public record SessionName(String namespace, String name) {

  /** The {@code source} of its events: {@code /namespaces/<ns>/sessions/<name>}. */
  public String source() {
    return "/namespaces/" + namespace + "/sessions/" + name;
  }
}
