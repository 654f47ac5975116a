package dev.kubezap.playground.binaries;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A build from Go modules, for machines that reach a module proxy and nothing else.
 *
 * @param script {@code playground/control-plane/build}, which tells its progress itself
 * @param target the folder that the programs go to
 */
record ModuleBuild(Path script, Path target) implements BinarySource {

  @Override
  public Optional<ControlPlaneBinaries> find() throws BinariesException, InterruptedException {
    try {
      var process = new ProcessBuilder(script.toString(), target.toString()).inheritIO().start();
      try {
        if (process.waitFor() != 0) {
          throw new BinariesException(
              "The control plane could not be built; the lines above say why. Name a folder with"
                  + " etcd, kube-apiserver, kube-controller-manager and kubectl in"
                  + " KUBEZAP_CONTROL_PLANE_DIR, or try again with a network.");
        }
      } finally {
        process.destroy();
      }
    } catch (IOException cause) {
      throw new BinariesException("cannot run " + script + ": " + cause.getMessage(), cause);
    }
    return ControlPlaneBinaries.in(target, "a build from Go modules");
  }
}
