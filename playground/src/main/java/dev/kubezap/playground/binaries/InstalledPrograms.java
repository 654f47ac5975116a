package dev.kubezap.playground.binaries;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The programs on the search path, when they are recent enough.
 *
 * @param folders the search path
 * @param leastMinor the oldest Kubernetes 1.x taken
 */
record InstalledPrograms(List<Path> folders, int leastMinor) implements BinarySource {

  private static final Pattern VERSION = Pattern.compile("v1\\.([0-9]+)\\.");

  @Override
  public Optional<ControlPlaneBinaries> find() throws InterruptedException {
    var found = ControlPlaneBinaries.onPath(folders, "the search path");
    return found.isPresent() && minor(found.get()) >= leastMinor ? found : Optional.empty();
  }

  private static int minor(ControlPlaneBinaries binaries) throws InterruptedException {
    try {
      var process =
          new ProcessBuilder(binaries.path(Program.KUBE_APISERVER).toString(), "--version")
              .redirectErrorStream(true)
              .start();
      var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      var version = VERSION.matcher(text);
      return version.find() ? Integer.parseInt(version.group(1)) : 0;
    } catch (IOException notExecutable) {
      return 0;
    }
  }
}
