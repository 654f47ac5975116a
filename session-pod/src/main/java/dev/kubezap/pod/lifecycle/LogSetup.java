package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.config.SessionName;
import dev.kubezap.pod.log.JsonLineFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.jboss.logmanager.handlers.ConsoleHandler;

/** Gives the console's log lines their form. */
final class LogSetup {

  private LogSetup() {}

  /** From now on every line is JSON and names the session. */
  static void apply(SessionName session) {
    Map<String, String> always = new LinkedHashMap<>();
    always.put("namespace", session.namespace());
    always.put("session", session.name());
    JsonLineFormatter formatter = new JsonLineFormatter(always);
    apply(Logger.getLogger("").getHandlers(), formatter);
  }

  private static void apply(Handler[] handlers, JsonLineFormatter formatter) {
    for (Handler handler : handlers) {
      if (handler instanceof ConsoleHandler) {
        handler.setFormatter(formatter);
      } else if (handler instanceof org.jboss.logmanager.ExtHandler outer) {
        apply(outer.getHandlers(), formatter);
      }
    }
  }
}
