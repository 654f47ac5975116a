package dev.kubezap.pod.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A long JSON document of which only one piece after the other is in memory: the members of an
 * array, objects that follow each other, or the fields of one object. Used once, by one thread.
 */
public final class JsonPieces {
  /** The longest piece, in bytes. */
  public static final int LONGEST = 1 << 20;

  private static final int MAXIMUM_DEPTH = 32;

  /** A piece in memory takes thirty times as many bytes. */
  private static final int MOST_TOKENS = 200_000;

  private static final int MOST_LABELS = 32;
  private static final int LONGEST_LABEL = 200;

  private static final JsonFactory OF_PIECES = factory(MOST_TOKENS, LONGEST);

  /** A text that {@link CutTexts} leaves longer than this is made of escapes alone. */
  private static final JsonFactory OF_ALL = factory(16_000_000, 2 * LONGEST);

  /** Takes the pieces. */
  public interface Taker {
    /** A member of an array, or one of several objects. */
    void member(JsonNode value) throws IOException;

    /**
     * Such a member is longer than a piece may be.
     *
     * @param labels its first short texts, by which it may be known
     */
    void tooLong(JsonNode labels) throws IOException;

    /** A field of the one object; {@code empty} when it is longer than a piece may be. */
    void field(String name, Optional<JsonNode> value) throws IOException;
  }

  private final Predicate<String> isField;
  private final Taker taker;

  /**
   * Begins; nothing is read yet.
   *
   * @param isField whether an object whose first field has this name is one whose fields are pieces
   */
  public JsonPieces(Predicate<String> isField, Taker taker) {
    this.isField = isField;
    this.taker = taker;
  }

  private static JsonFactory factory(long tokens, int longestText) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAXIMUM_DEPTH)
                .maxTokenCount(tokens)
                .maxStringLength(longestText)
                .build())
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .build();
  }

  /**
   * Reads one document of at most {@link #LONGEST} bytes.
   *
   * @throws MalformedJsonException when it is not one JSON document
   */
  public static JsonNode read(byte[] document) throws MalformedJsonException {
    try {
      return parse(document);
    } catch (StreamConstraintsException e) {
      throw new MalformedJsonException("it is nested too deeply, or has too many values");
    } catch (JsonProcessingException e) {
      throw new MalformedJsonException(Json.reason(e));
    } catch (IOException e) {
      throw new IllegalStateException("a text in memory cannot fail to be read", e);
    }
  }

  private static JsonNode parse(byte[] document) throws MalformedJsonException, IOException {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedJsonException("it is not UTF-8");
    }
    try (JsonParser parser = OF_PIECES.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new MalformedJsonException("it is empty");
      }
      JsonNode node = JsonTree.read(parser);
      if (parser.nextToken() != null) {
        throw new MalformedJsonException("something follows its end");
      }
      return node;
    }
  }

  /**
   * Reads all of a document.
   *
   * @throws MalformedJsonException when it is not JSON
   * @throws IOException when the document or its taker fails
   */
  public void readAll(InputStream document) throws MalformedJsonException, IOException {
    try (JsonParser parser =
        OF_ALL.createParser(
            new CutTexts(
                new InputStreamReader(document, StandardCharsets.UTF_8.newDecoder()), LONGEST))) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          member(parser);
        }
        if (parser.nextToken() != null) {
          throw new MalformedJsonException("something follows its end");
        }
      } else {
        for (; parser.currentToken() != null; parser.nextToken()) {
          top(parser);
        }
      }
    } catch (CharacterCodingException e) {
      throw new MalformedJsonException("it is not UTF-8");
    } catch (StreamConstraintsException e) {
      throw new MalformedJsonException(
          "it is nested too deeply, or has too many values or too long a text");
    } catch (JsonProcessingException e) {
      throw new MalformedJsonException(Json.reason(e));
    }
  }

  private void top(JsonParser parser) throws IOException, MalformedJsonException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new MalformedJsonException("it is neither an object nor an array");
    }
    String first = parser.nextFieldName();
    if (first != null && isField.test(first)) {
      fields(parser, first);
    } else {
      object(parser, first);
    }
  }

  private void fields(JsonParser parser, String first) throws IOException, MalformedJsonException {
    for (String name = first; name != null; name = parser.nextFieldName()) {
      parser.nextToken();
      taker.field(name, piece(parser));
    }
  }

  private void member(JsonParser parser) throws IOException, MalformedJsonException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      object(parser, parser.nextFieldName());
      return;
    }
    Optional<JsonNode> piece = piece(parser);
    if (piece.isPresent()) {
      taker.member(piece.get());
    } else {
      taker.tooLong(JsonNodeFactory.instance.objectNode());
    }
  }

  private void object(JsonParser parser, @Nullable String first)
      throws IOException, MalformedJsonException {
    ObjectNode labels = JsonNodeFactory.instance.objectNode();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator copy = OF_PIECES.createGenerator((OutputStream) new Limited(bytes))) {
      copy.writeStartObject();
      for (String name = first; name != null; name = parser.nextFieldName()) {
        copy.writeFieldName(name);
        if (parser.nextToken() == JsonToken.VALUE_STRING
            && labels.size() < MOST_LABELS
            && name.length() <= LONGEST_LABEL
            && parser.getTextLength() <= LONGEST_LABEL) {
          labels.put(name, parser.getText());
        }
        copy.copyCurrentStructure(parser);
      }
      copy.writeEndObject();
    }
    Optional<JsonNode> value = within(bytes);
    if (value.isPresent()) {
      taker.member(value.get());
    } else {
      taker.tooLong(labels);
    }
  }

  /** Empty when it is too long. */
  private static Optional<JsonNode> piece(JsonParser parser)
      throws IOException, MalformedJsonException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator copy = OF_PIECES.createGenerator((OutputStream) new Limited(bytes))) {
      copy.copyCurrentStructure(parser);
    }
    return within(bytes);
  }

  /** Empty when it has more bytes or values than a piece may have. */
  private static Optional<JsonNode> within(ByteArrayOutputStream bytes)
      throws IOException, MalformedJsonException {
    if (bytes.size() > LONGEST) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse(bytes.toByteArray()));
    } catch (StreamConstraintsException e) {
      return Optional.empty();
    }
  }

  /** Keeps one byte more than a piece may have, and drops the rest. */
  private static final class Limited extends OutputStream {
    private final ByteArrayOutputStream kept;

    Limited(ByteArrayOutputStream kept) {
      this.kept = kept;
    }

    @Override
    public void write(int one) {
      if (kept.size() <= LONGEST) {
        kept.write(one);
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      kept.write(bytes, offset, Math.min(length, LONGEST + 1 - kept.size()));
    }
  }
}
