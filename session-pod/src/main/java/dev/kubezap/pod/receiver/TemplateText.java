package dev.kubezap.pod.receiver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.json.Json;
import java.io.Writer;

/** The text that a template of Mustache (mustache.github.io) makes of a JSON object. */
public final class TemplateText {
  /** As long as a message's text may be. */
  private static final int LONGEST_TEXT = 65_536;

  private TemplateText() {}

  /**
   * The text. A name that the object does not have stands for nothing; an object or a list that is
   * named as a text is its JSON.
   *
   * @param template at most some thousand characters
   * @throws ProblemException 422 when it is no template, makes no text or too much, or goes through
   *     more than 10,000 elements of lists
   */
  public static String of(String template, ObjectNode data) {
    Written text = new Written();
    try {
      Mustache.compiler()
          .escapeHTML(false)
          .defaultValue("")
          .emptyStringIsFalse(true)
          .withCollector(new JsonValues())
          .withFormatter(TemplateText::formatted)
          .withLoader(
              name -> {
                throw new ProblemException(
                    Problem.invalid("template", "must not name other templates ({{>name}})"));
              })
          .compile(template)
          .execute(data, text);
    } catch (MustacheException e) {
      if (e.getCause() instanceof ProblemException problem) {
        throw problem;
      }
      throw new ProblemException(
          Problem.invalid("template", "is no Mustache template: " + e.getMessage()));
    }
    String made = text.toString().strip();
    if (made.isEmpty()) {
      throw new ProblemException(
          Problem.invalid("template", "makes no text of this object: look at the names in it"));
    }
    return made;
  }

  private static String formatted(Object value) {
    return value instanceof ObjectNode || value instanceof ArrayNode
        ? Json.text((JsonNode) value)
        : value.toString();
  }

  /** Takes no more than a message may have. */
  private static final class Written extends Writer {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void write(char[] characters, int offset, int length) {
      if (length > LONGEST_TEXT - text.length()) {
        throw new ProblemException(
            Problem.invalid("template", "makes more than " + LONGEST_TEXT + " characters"));
      }
      text.append(characters, offset, length);
    }

    @Override
    public void flush() {
      // Everything is in memory.
    }

    @Override
    public void close() {
      // Nothing is held.
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
