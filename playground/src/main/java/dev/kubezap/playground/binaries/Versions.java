package dev.kubezap.playground.binaries;

/**
 * What the playground runs unless the user's own programs are there.
 *
 * @param kubernetes such as {@code 1.34.10}
 * @param etcd such as {@code 3.6.4}, the one that this Kubernetes pins
 */
record Versions(String kubernetes, String etcd) {

  /** The versions of {@code playground/control-plane/go.mod}. */
  static final Versions PINNED = new Versions("1.34.10", "3.6.4");

  String of(Program program) {
    return program == Program.ETCD ? etcd : kubernetes;
  }
}
