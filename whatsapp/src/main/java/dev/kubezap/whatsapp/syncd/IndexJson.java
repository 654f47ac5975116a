package dev.kubezap.whatsapp.syncd;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The index of an entry: an array of strings in JSON. */
public final class IndexJson {
  private static final int MOST = 16;

  private final String text;
  private int at;

  private IndexJson(String text) {
    this.text = text;
  }

  /** Its strings; empty when it is something else. */
  public static Optional<List<String>> read(ByteString index) {
    try {
      return Optional.of(new IndexJson(index.toStringUtf8()).array());
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** Writes strings as phones do: without spaces. */
  public static ByteString of(String... parts) {
    StringBuilder json = new StringBuilder("[");
    for (String part : parts) {
      json.append(json.length() > 1 ? "," : "").append('"');
      for (int i = 0; i < part.length(); i++) {
        char c = part.charAt(i);
        if (c == '"' || c == '\\') {
          json.append('\\').append(c);
        } else if (c < ' ') {
          json.append("\\u%04x".formatted((int) c));
        } else {
          json.append(c);
        }
      }
      json.append('"');
    }
    return ByteString.copyFromUtf8(json.append(']').toString());
  }

  private List<String> array() {
    List<String> parts = new ArrayList<>();
    expect('[');
    while (parts.size() < MOST) {
      expect('"');
      parts.add(string());
      if (skipped() == ',') {
        at++;
      } else {
        expect(']');
        if (!text.substring(at).isBlank()) {
          throw new IllegalArgumentException("more follows");
        }
        return parts;
      }
    }
    throw new IllegalArgumentException("too long");
  }

  private char skipped() {
    while (Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return text.charAt(at);
  }

  private void expect(char c) {
    if (skipped() != c) {
      throw new IllegalArgumentException("no array of strings");
    }
    at++;
  }

  private String string() {
    StringBuilder string = new StringBuilder();
    for (char c = text.charAt(at++); c != '"'; c = text.charAt(at++)) {
      string.append(c == '\\' ? escaped() : c);
    }
    return string.toString();
  }

  private char escaped() {
    char c = text.charAt(at++);
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int code = Integer.parseInt(text.substring(at, at + 4), 16);
        at += 4;
        yield (char) code;
      }
      default -> throw new IllegalArgumentException("no string");
    };
  }
}
