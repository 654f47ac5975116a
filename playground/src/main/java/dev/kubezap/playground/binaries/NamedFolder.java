package dev.kubezap.playground.binaries;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The folder that the user names; it must hold all programs. */
record NamedFolder(Path folder) implements BinarySource {

  @Override
  public Optional<ControlPlaneBinaries> find() throws BinariesException {
    var found = ControlPlaneBinaries.in(folder, folder.toString());
    if (found.isEmpty()) {
      var missing =
          Arrays.stream(Program.values())
              .map(Program::fileName)
              .filter(name -> !Files.isExecutable(folder.resolve(name)))
              .collect(Collectors.joining(", "));
      throw new BinariesException(
          "KUBEZAP_CONTROL_PLANE_DIR names "
              + folder
              + ", which lacks "
              + missing
              + ". Put them there or unset the variable.");
    }
    return found;
  }
}
