package dev.kubezap.pod.log;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** Formats each log record as one line of JSON, on the thread that logs. */
public final class JsonLineFormatter extends Formatter {
  private final Map<String, String> always;

  /**
   * @param always fields of every line, such as the session's name
   */
  public JsonLineFormatter(Map<String, String> always) {
    this.always = new LinkedHashMap<>(always);
  }

  @Override
  public String format(LogRecord logRecord) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("timestamp", logRecord.getInstant().truncatedTo(ChronoUnit.MILLIS).toString());
    line.put("level", name(logRecord.getLevel()));
    line.put("logger", logRecord.getLoggerName());
    line.put("message", formatMessage(logRecord));
    line.put("thread", Thread.currentThread().getName());
    always.forEach(line::put);
    Throwable thrown = logRecord.getThrown();
    if (thrown != null) {
      line.put("exception", stackOf(thrown));
    }
    return Json.text(line) + "\n";
  }

  /** Libraries use the JDK's names for the same levels. */
  private static String name(Level level) {
    int value = level.intValue();
    if (value >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (value >= Level.WARNING.intValue()) {
      return "WARN";
    }
    if (value >= Level.INFO.intValue()) {
      return "INFO";
    }
    return value >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
  }

  private static String stackOf(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
