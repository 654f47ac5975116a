package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.config.ConfigFolder;
import dev.kubezap.pod.config.ConfigurationException;
import dev.kubezap.pod.config.PodSettings;
import dev.kubezap.pod.config.SettingsReader;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.util.Optional;

/** Starts the pod. */
@QuarkusMain
public final class Main {
  private static final int BAD_CONFIGURATION = 2;

  /**
   * Refuses a configuration that cannot be used before anything is started, then runs until a
   * signal.
   */
  public static void main(String... arguments) {
    try {
      PodSettings settings = SettingsReader.read(Main::variable);
      new ConfigFolder(settings.configFolder());
      DataFolder.lock(settings.dataFolder()).close();
    } catch (ConfigurationException e) {
      e.problems().forEach(System.err::println);
      System.exit(BAD_CONFIGURATION);
    } catch (IOException e) {
      System.err.println("KUBEZAP_DATA_DIR cannot be used: " + e.getMessage());
      System.exit(BAD_CONFIGURATION);
    }
    Quarkus.run(SessionPod.class, arguments);
  }

  /** A variable of the environment, or the system property of the same name, which wins. */
  static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getProperty(name))
        .or(() -> Optional.ofNullable(System.getenv(name)));
  }
}
