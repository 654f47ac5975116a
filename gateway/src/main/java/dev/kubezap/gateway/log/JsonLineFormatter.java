package dev.kubezap.gateway.log;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/** Formats each log record as one line of JSON. */
public final class JsonLineFormatter extends ExtFormatter {

  /** What lines about a request have beside the others. */
  private static final List<String> OF_AUDIT =
      List.of("caller", "method", "path", "session", "result");

  @Override
  public String format(ExtLogRecord logRecord) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("timestamp", logRecord.getInstant().truncatedTo(ChronoUnit.MILLIS).toString());
    line.put("level", logRecord.getLevel().getName());
    line.put("logger", logRecord.getLoggerName());
    line.put("message", formatMessage(logRecord));
    line.put("thread", logRecord.getThreadName());
    for (String field : OF_AUDIT) {
      String value = logRecord.getMdc(field);
      if (value != null && !value.isEmpty()) {
        line.put(field, value);
      }
    }
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
