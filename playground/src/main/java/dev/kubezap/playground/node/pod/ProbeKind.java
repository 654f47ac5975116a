package dev.kubezap.playground.node.pod;

/** What a probe's result decides. */
enum ProbeKind {
  /** Until it succeeds, the other two wait. */
  STARTUP("Startup"),
  /** Its failure restarts the container. */
  LIVENESS("Liveness"),
  /** Its verdict is the container's readiness. */
  READINESS("Readiness");

  private final String title;

  ProbeKind(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
