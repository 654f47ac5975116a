package dev.kubezap.helm;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The chart as a release on an API server.
 *
 * @param kubeconfig how it is reached
 * @param folder where files of values may be written
 */
record Release(Path kubeconfig, Path folder) {

  static final String NAME = "kubezap";
  static final String NAMESPACE = "kubezap-system";

  void install(String values) throws IOException {
    install(Chart.FOLDER, values);
  }

  void install(Path chart, String values) throws IOException {
    new Helm(chart)
        .install()
        .withName(NAME)
        .withNamespace(NAMESPACE)
        .withKubeConfig(kubeconfig)
        .withValuesFile(file(values))
        .call();
  }

  void upgrade(String values) throws IOException {
    upgrade(Chart.FOLDER, values);
  }

  void upgrade(Path chart, String values) throws IOException {
    new Helm(chart)
        .upgrade()
        .withName(NAME)
        .withNamespace(NAMESPACE)
        .withKubeConfig(kubeconfig)
        .resetValues()
        .withValuesFile(file(values))
        .call();
  }

  /** Also when it is not installed. */
  void uninstall() {
    Helm.uninstall(NAME)
        .withNamespace(NAMESPACE)
        .withKubeConfig(kubeconfig)
        .ignoreNotFound()
        .call();
  }

  /** These values as a file. */
  Path file(String values) throws IOException {
    return Files.writeString(folder.resolve("values.yaml"), values);
  }
}
