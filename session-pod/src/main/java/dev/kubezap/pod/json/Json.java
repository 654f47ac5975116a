package dev.kubezap.pod.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON documents strictly (UTF-8, one document, no duplicate names, bounded) and writes them.
 * Without Jackson's object mapper on purpose: what it learns about classes, of which there are none
 * here, takes a tenth of a start and megabytes.
 */
public final class Json {
  /** Why a number is refused. */
  static final String TOO_LARGE = "a number is too large";

  private static final int MAXIMUM_DEPTH = 32;

  /**
   * Far more than any request or file of settings has. An empty object is three bytes of text and
   * thirty times as many in memory, long before anybody knows that it is in no place for one.
   */
  private static final int MOST_TOKENS = 20_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAXIMUM_DEPTH)
                  .maxTokenCount(MOST_TOKENS)
                  .build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private Json() {}

  /**
   * Reads a document.
   *
   * @throws MalformedJsonException when the bytes are not one JSON document
   */
  public static JsonNode read(byte[] document) throws MalformedJsonException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedJsonException("it is not UTF-8");
    }
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new MalformedJsonException("it is empty");
      }
      JsonNode node = JsonTree.read(parser);
      if (parser.nextToken() != null) {
        throw new MalformedJsonException("something follows its end");
      }
      return node;
    } catch (JsonProcessingException e) {
      var location = e.getLocation();
      String place =
          location == null
              ? ""
              : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
      throw new MalformedJsonException(reason(e) + place);
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot fail to be read", e);
    }
  }

  /** Reads a document that is part of this build, however many values it has. */
  public static JsonNode readOwn(byte[] document) {
    try (JsonParser parser = new JsonFactory().createParser(document)) {
      parser.nextToken();
      return JsonTree.read(parser);
    } catch (IOException e) {
      throw new UncheckedIOException("a document of this build is not JSON", e);
    }
  }

  /** Reads tokens within the same limits. */
  static JsonParser parser(Reader document) throws IOException {
    return FACTORY.createParser(document);
  }

  /** The document as text, on one line. */
  public static String text(JsonNode document) {
    StringBuilder text = new StringBuilder(256);
    JsonTree.write(document, text);
    return text.toString();
  }

  /** The document in UTF-8. */
  public static byte[] bytes(JsonNode document) {
    return text(document).getBytes(StandardCharsets.UTF_8);
  }

  /** Why it is refused, without repeating any of it: a document may hold secrets. */
  static String reason(JsonProcessingException e) {
    String message = e.getOriginalMessage();
    if (message.startsWith("Duplicate")) {
      return "a name appears twice in one object";
    }
    if (message.equals(TOO_LARGE)) {
      return message;
    }
    if (message.contains("nesting depth")) {
      return "it is nested deeper than " + MAXIMUM_DEPTH;
    }
    if (message.startsWith("Token count")) {
      return "it has more than " + MOST_TOKENS + " names, values and brackets";
    }
    return "it breaks off or has a character where none may be";
  }
}
