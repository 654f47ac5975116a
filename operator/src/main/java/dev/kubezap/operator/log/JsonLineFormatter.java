package dev.kubezap.operator.log;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/** Formats each log record as one line of JSON, which names the session that it is about. */
public final class JsonLineFormatter extends ExtFormatter {

  /** What the operator SDK says about the resource in work, and how it is called here. */
  private static final Map<String, String> RESOURCE =
      Map.of("resource.namespace", "namespace", "resource.name", "session");

  @Override
  public String format(ExtLogRecord logRecord) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("timestamp", logRecord.getInstant().truncatedTo(ChronoUnit.MILLIS).toString());
    line.put("level", logRecord.getLevel().getName());
    line.put("logger", logRecord.getLoggerName());
    line.put("message", formatMessage(logRecord));
    line.put("thread", logRecord.getThreadName());
    RESOURCE.forEach(
        (key, field) -> {
          String value = logRecord.getMdc(key);
          if (value != null) {
            line.put(field, value);
          }
        });
    Throwable thrown = logRecord.getThrown();
    if (thrown != null) {
      line.put("exception", stackOf(thrown));
    }
    return line + "\n";
  }

  private static String stackOf(Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
