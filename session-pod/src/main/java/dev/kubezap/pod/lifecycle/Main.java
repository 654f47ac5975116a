package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.config.ConfigurationException;
import dev.kubezap.pod.config.LogLevel;
import dev.kubezap.pod.config.PodSettings;
import dev.kubezap.pod.config.SettingsReader;
import dev.kubezap.pod.log.ProcessLog;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;

/** Starts the pod. */
public final class Main {
  private static final int FAILED = 1;
  private static final int BAD_CONFIGURATION = 2;

  private Main() {}

  /**
   * Refuses a configuration that cannot be used before anything is started, then runs until a
   * signal.
   */
  public static void main(String... arguments) throws InterruptedException {
    StartTimeline timeline = StartTimeline.begin();
    ProcessLog.prepare();
    try {
      PodSettings settings = SettingsReader.read(Main::variable);
      ProcessLog.begin(level(settings.logLevel()), always(settings), System.out);
      timeline.mark("settings");
      SessionPod.start(settings, timeline).awaitEnd();
    } catch (ConfigurationException e) {
      e.problems().forEach(System.err::println);
      System.exit(BAD_CONFIGURATION);
    } catch (IOException e) {
      System.err.println(e.getMessage());
      System.exit(FAILED);
    }
  }

  /** A variable of the environment, or the system property of the same name, which wins. */
  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getProperty(name))
        .or(() -> Optional.ofNullable(System.getenv(name)));
  }

  private static Map<String, String> always(PodSettings settings) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("namespace", settings.session().namespace());
    fields.put("session", settings.session().name());
    return fields;
  }

  private static Level level(LogLevel level) {
    return switch (level) {
      case ERROR -> Level.SEVERE;
      case WARN -> Level.WARNING;
      case INFO -> Level.INFO;
      case DEBUG -> Level.FINE;
      case TRACE -> Level.FINER;
    };
  }
}
