package dev.kubezap.whatsapp.mex;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads JSON (RFC 8259): objects, lists, and every other value as its text; {@code null} is left
 * out. What is malformed, or nested deeper than any answer is, is none.
 */
final class JsonReader {
  private static final int DEEPEST = 32;

  /** What {@code null} reads as. */
  private record Nothing() {}

  /** Ends the reading of what is malformed. */
  private static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    private MalformedException() {
      super("not JSON", null, false, false);
    }
  }

  private final String text;
  private int at;

  JsonReader(String text) {
    this.text = text;
  }

  Optional<Object> read() {
    try {
      Object value = value(0);
      skipSpace();
      return at == text.length() && !(value instanceof Nothing)
          ? Optional.of(value)
          : Optional.empty();
    } catch (MalformedException e) {
      return Optional.empty();
    }
  }

  private Object value(int depth) throws MalformedException {
    if (depth > DEEPEST) {
      throw new MalformedException();
    }
    skipSpace();
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> list(depth);
      case '"' -> quoted();
      default -> word();
    };
  }

  private JsonObject object(int depth) throws MalformedException {
    Map<String, Object> members = new LinkedHashMap<>();
    at++;
    skipSpace();
    if (taken('}')) {
      return new JsonObject(members);
    }
    do {
      skipSpace();
      if (peek() != '"') {
        throw new MalformedException();
      }
      String name = quoted();
      skipSpace();
      require(':');
      Object value = value(depth + 1);
      if (!(value instanceof Nothing)) {
        members.put(name, value);
      }
      skipSpace();
    } while (taken(','));
    require('}');
    return new JsonObject(members);
  }

  private List<Object> list(int depth) throws MalformedException {
    List<Object> items = new ArrayList<>();
    at++;
    skipSpace();
    if (taken(']')) {
      return List.of();
    }
    do {
      Object value = value(depth + 1);
      if (!(value instanceof Nothing)) {
        items.add(value);
      }
      skipSpace();
    } while (taken(','));
    require(']');
    return List.copyOf(items);
  }

  private String quoted() throws MalformedException {
    StringBuilder read = new StringBuilder();
    at++;
    while (peek() != '"') {
      char c = text.charAt(at++);
      read.append(c == '\\' ? escaped() : c);
    }
    at++;
    return read.toString();
  }

  private char escaped() throws MalformedException {
    char c = peek();
    at++;
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case '"', '\\', '/' -> c;
      case 'u' -> codeUnit();
      default -> throw new MalformedException();
    };
  }

  private char codeUnit() throws MalformedException {
    int end = at + 4;
    if (end > text.length()) {
      throw new MalformedException();
    }
    int value = 0;
    while (at < end) {
      int digit = Character.digit(text.charAt(at++), 16);
      if (digit < 0) {
        throw new MalformedException();
      }
      value = value * 16 + digit;
    }
    return (char) value;
  }

  /** A number, or one of the three words. */
  private Object word() throws MalformedException {
    int begin = at;
    while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(begin, at);
    if (word.equals("null")) {
      return new Nothing();
    }
    if (!word.equals("true") && !word.equals("false") && !word.matches("-?[0-9][-+0-9.eE]{0,30}")) {
      throw new MalformedException();
    }
    return word;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() throws MalformedException {
    if (at >= text.length()) {
      throw new MalformedException();
    }
    return text.charAt(at);
  }

  private boolean taken(char c) {
    boolean here = at < text.length() && text.charAt(at) == c;
    if (here) {
      at++;
    }
    return here;
  }

  private void require(char c) throws MalformedException {
    if (!taken(c)) {
      throw new MalformedException();
    }
  }
}
