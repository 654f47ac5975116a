package dev.kubezap.crd.controlplane;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The programs of a control plane.
 *
 * @param folder holds kube-apiserver, etcd and kube-controller-manager
 */
record Binaries(Path folder) {

  private static final String VARIABLE = "KUBEZAP_CONTROL_PLANE_DIR";

  /**
   * The folder that the environment names.
   *
   * @throws IllegalStateException when it names none, or one without the programs
   */
  static Binaries ofEnvironment() {
    String folder = System.getenv(VARIABLE);
    if (folder == null || folder.isBlank()) {
      throw new IllegalStateException(
          "set "
              + VARIABLE
              + " to a folder with kube-apiserver, etcd and kube-controller-manager, or run ./verify, which does so");
    }
    var binaries = new Binaries(Path.of(folder));
    for (String program : List.of("kube-apiserver", "etcd", "kube-controller-manager")) {
      if (!Files.isExecutable(binaries.path(program))) {
        throw new IllegalStateException(VARIABLE + "=" + folder + " has no executable " + program);
      }
    }
    return binaries;
  }

  Path path(String program) {
    return folder.resolve(program).toAbsolutePath();
  }
}
