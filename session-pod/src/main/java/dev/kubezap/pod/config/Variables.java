package dev.kubezap.pod.config;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads variables by name and type, and notes what is wrong with them. */
final class Variables {
  /** Completes what is said of an address that cannot be used. */
  static final String PORT_OF_ADDRESS = "with a port from 1 to 65535 if any";

  private final Function<String, Optional<String>> lookup;
  private final List<String> problems = new ArrayList<>();

  /**
   * @param lookup the value of a variable; blank counts as unset
   */
  Variables(Function<String, Optional<String>> lookup) {
    this.lookup = name -> lookup.apply(name).map(String::strip).filter(text -> !text.isEmpty());
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  void wrong(String variable, String whatToDo) {
    problems.add(variable + " " + whatToDo);
  }

  Optional<String> text(String variable) {
    return lookup.apply(variable);
  }

  /** A value that fits a pattern as a whole; {@code rule} completes "NAME must be ...". */
  Optional<String> text(String variable, Pattern pattern, String rule) {
    Optional<String> value = text(variable);
    if (value.isPresent() && !pattern.matcher(value.get()).matches()) {
      wrong(variable, "must be " + rule + ".");
      return Optional.empty();
    }
    return value;
  }

  /** A secret from the variable or from the file that {@code NAME_FILE} names. */
  Optional<Secret> secret(String variable) {
    Optional<String> direct = text(variable);
    String fileVariable = variable + "_FILE";
    Optional<String> file = text(fileVariable);
    if (direct.isPresent() && file.isPresent()) {
      wrong(variable, "and " + fileVariable + " are both set: set one of them.");
      return Optional.empty();
    }
    if (file.isEmpty()) {
      return direct.map(Secret::new);
    }
    try {
      String content = Files.readString(Path.of(file.get())).strip();
      if (content.isEmpty()) {
        wrong(fileVariable, "names an empty file: write the secret into " + file.get() + ".");
        return Optional.empty();
      }
      return Optional.of(new Secret(content));
    } catch (IOException e) {
      wrong(
          fileVariable,
          "names " + file.get() + ", which cannot be read: " + FileTroubles.reason(e) + ".");
      return Optional.empty();
    }
  }

  /** An absolute address with one of these schemes and a host. */
  Optional<URI> address(String variable, Set<String> schemes, String example) {
    return text(variable)
        .flatMap(
            value -> {
              Optional<URI> parsed = addressOf(value, schemes);
              if (parsed.isEmpty()) {
                wrong(
                    variable,
                    "must be an address such as " + example + ", " + PORT_OF_ADDRESS + ".");
              }
              return parsed;
            });
  }

  /** A file that is there. */
  Optional<Path> file(String variable) {
    Optional<Path> path = text(variable).map(Path::of);
    if (path.isPresent() && !Files.isReadable(path.get())) {
      wrong(variable, "names " + path.get() + ", which cannot be read.");
      return Optional.empty();
    }
    return path;
  }

  /** A folder that is there. */
  Optional<Path> folder(String variable) {
    Optional<Path> path = text(variable).map(Path::of);
    if (path.isPresent() && !Files.isDirectory(path.get())) {
      wrong(variable, "names " + path.get() + ", which is no folder: make it, or name another.");
    }
    return path;
  }

  /** A TCP port; 0 is any. */
  int port(String variable, int otherwise) {
    String value = text(variable).orElse(Integer.toString(otherwise));
    if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 65_535) {
      wrong(variable, "must be a port from 0 to 65535, 0 for any free one.");
      return otherwise;
    }
    return Integer.parseInt(value);
  }

  /** An absolute address with one of these schemes and a host, and a port that there is, if any. */
  static Optional<URI> addressOf(String value, Set<String> schemes) {
    try {
      URI uri = new URI(value);
      boolean usable =
          uri.getScheme() != null
              && schemes.contains(uri.getScheme().toLowerCase(java.util.Locale.ROOT))
              && uri.getHost() != null
              && uri.getPort() != 0
              && uri.getPort() <= 65_535;
      return usable ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
