package dev.kubezap.pod.log;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/** Formats each log record as one line of JSON. */
public final class JsonLineFormatter extends ExtFormatter {
  private final Map<String, String> always;

  /**
   * @param always fields of every line, such as the session's name
   */
  public JsonLineFormatter(Map<String, String> always) {
    this.always = new LinkedHashMap<>(always);
  }

  @Override
  public String format(ExtLogRecord logRecord) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("timestamp", logRecord.getInstant().truncatedTo(ChronoUnit.MILLIS).toString());
    line.put("level", logRecord.getLevel().getName());
    line.put("logger", logRecord.getLoggerName());
    line.put("message", formatMessage(logRecord));
    line.put("thread", logRecord.getThreadName());
    always.forEach(line::put);
    Throwable thrown = logRecord.getThrown();
    if (thrown != null) {
      line.put("exception", stackOf(thrown));
    }
    return line + "\n";
  }

  private static String stackOf(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
