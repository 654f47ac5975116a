package dev.kubezap.gateway.log;

import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.handlers.ConsoleHandler;

/** Gives the console's log lines their form. */
public final class LogSetup {

  private LogSetup() {}

  /** From now on every line is JSON. */
  public static void apply() {
    apply(Logger.getLogger("").getHandlers(), new JsonLineFormatter());
  }

  private static void apply(Handler[] handlers, JsonLineFormatter formatter) {
    for (Handler handler : handlers) {
      if (handler instanceof ConsoleHandler) {
        handler.setFormatter(formatter);
      } else if (handler instanceof ExtHandler outer) {
        apply(outer.getHandlers(), formatter);
      }
    }
  }
}
