package dev.kubezap.pod.log;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The log of the process: every line is JSON. Everything that logs does so through the JDK's
 * logging, libraries too.
 */
public final class ProcessLog {
  /** Libraries whose ordinary news are none to the one who runs a pod. */
  private static final List<String> QUIET =
      List.of("io.zonky", "org.eclipse.jetty", "org.flywaydb", "org.postgresql");

  /**
   * Jetty's parser, which would warn of every malformed request in the caller's own words, and
   * clients of brokers, which would warn of every attempt that the metrics count already.
   */
  private static final List<String> SILENT =
      List.of("org.eclipse.jetty.http", "com.rabbitmq.client", "org.apache.kafka");

  private ProcessLog() {}

  /** Chooses the log manager; to be called before anything logs. */
  public static void prepare() {
    System.setProperty("java.util.logging.manager", PodLogManager.class.getName());
    System.setProperty("org.jboss.logging.provider", "jdk");
  }

  /**
   * From now on every line is JSON.
   *
   * @param level what is logged: this and what is graver
   * @param always fields of every line, such as the session's name
   */
  public static void begin(Level level, Map<String, String> always, PrintStream out) {
    List<Logger> quiet = limited(QUIET, graver(level, Level.WARNING));
    List<Logger> silent = limited(SILENT, graver(level, Level.SEVERE));
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    root.addHandler(
        new LineHandler(
            out,
            new JsonLineFormatter(always),
            Stream.concat(quiet.stream(), silent.stream()).toList()));
    root.setLevel(level);
  }

  /**
   * From now on lines are kept as well.
   *
   * @param always fields of every line
   */
  public static void keep(KeptLog kept, Map<String, String> always) {
    Logger.getLogger("").addHandler(new KeepingHandler(kept, new JsonLineFormatter(always)));
  }

  private static List<Logger> limited(List<String> names, Level level) {
    List<Logger> loggers = names.stream().map(Logger::getLogger).toList();
    loggers.forEach(logger -> logger.setLevel(level));
    return loggers;
  }

  private static Level graver(Level one, Level other) {
    return one.intValue() > other.intValue() ? one : other;
  }
}
