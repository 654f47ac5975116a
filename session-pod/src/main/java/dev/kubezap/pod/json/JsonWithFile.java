package dev.kubezap.pod.json;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A JSON object of which one text is a file in base64: {@code data} in the object {@code media}. It
 * is decoded as it comes and is never in memory; what is around it is bounded. Used once.
 */
public final class JsonWithFile {
  private static final Base64Variant BASE64 = Base64Variants.MIME_NO_LINEFEEDS.withPaddingAllowed();

  private static final String NO_BASE64 = "its file is not base64";

  private final Bounded text;
  private final OutputStream file;
  private boolean found;

  /**
   * Begins; nothing is read yet.
   *
   * @param most characters around the file
   * @param file takes its bytes
   */
  public JsonWithFile(InputStream document, int most, OutputStream file) {
    text = new Bounded(new InputStreamReader(document, StandardCharsets.UTF_8.newDecoder()), most);
    this.file = file;
  }

  /** Whether there was a file; its text is an empty one in the object. */
  public boolean found() {
    return found;
  }

  /**
   * Reads all of it.
   *
   * @throws MalformedJsonException when it is not one JSON object, or its file is no base64
   * @throws TooLongException when there is more around the file
   * @throws IOException when the document or the file fails
   */
  public ObjectNode read() throws MalformedJsonException, IOException {
    try (JsonParser parser = Json.parser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedJsonException("it is not an object");
      }
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        boolean media = parser.nextToken() == JsonToken.START_OBJECT && name.equals("media");
        object.set(name, media ? media(parser) : JsonTree.read(parser));
      }
      if (parser.nextToken() != null) {
        throw new MalformedJsonException("something follows its end");
      }
      return object;
    } catch (JsonProcessingException e) {
      throw new MalformedJsonException(
          NO_BASE64.equals(e.getOriginalMessage()) ? NO_BASE64 : Json.reason(e));
    } catch (CharacterCodingException e) {
      throw new MalformedJsonException("it is not UTF-8");
    }
  }

  private ObjectNode media(JsonParser parser) throws IOException {
    ObjectNode media = JsonNodeFactory.instance.objectNode();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      if (parser.nextToken() == JsonToken.VALUE_STRING && name.equals("data")) {
        text.unbounded(true);
        decode(parser);
        text.unbounded(false);
        found = true;
        media.put(name, "");
      } else {
        media.set(name, JsonTree.read(parser));
      }
    }
    return media;
  }

  private void decode(JsonParser parser) throws IOException {
    try {
      int _ = parser.readBinaryValue(BASE64, file);
    } catch (IllegalArgumentException e) {
      throw new JsonParseException(parser, NO_BASE64, e);
    }
  }

  /** There is more than may be in memory. */
  public static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** Characters, of which only so many may be read in all. */
  private static final class Bounded extends Reader {
    private final Reader source;
    private int left;
    private boolean unbounded;

    Bounded(Reader source, int most) {
      this.source = source;
      left = most;
    }

    void unbounded(boolean now) {
      unbounded = now;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
      int read = source.read(target, offset, length);
      if (!unbounded && read > 0) {
        left -= read;
        if (left < 0) {
          throw new TooLongException();
        }
      }
      return read;
    }

    @Override
    public void close() throws IOException {
      source.close();
    }
  }
}
