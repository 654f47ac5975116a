package dev.kubezap.helm;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;

/** The chart of this module. */
final class Chart {

  /** Its folder. */
  static final Path FOLDER = Path.of("kubezap");

  /** The chart of the first release, as it was packaged. */
  static final Path FIRST_RELEASE = Path.of("releases", "kubezap-0.1.0.tgz");

  private Chart() {}

  /**
   * What Helm makes of the chart without asking a cluster, for a release {@code kubezap} in the
   * namespace {@code kubezap-system}.
   *
   * @param values files, of which a later one counts more
   * @throws IllegalStateException with Helm's words when the values are refused
   */
  static String render(Path... values) {
    TemplateCommand command =
        new Helm(FOLDER)
            .template()
            .withName("kubezap")
            .withNamespace("kubezap-system")
            .withKubeVersion("1.34.0");
    for (Path file : values) {
      command = command.withValuesFile(file);
    }
    return command.call();
  }
}
