package dev.kubezap.pod.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {

  @Test
  void whatIsRightIsTaken() {
    Fields fields =
        fields(
            """
            {"text": "abc", "flag": true, "number": 5, "sequence": "7", "plain": 9,
             "list": ["a", "b"], "map": {"k": "v"}}
            """);

    assertThat(fields.requiredText("text", 3)).contains("abc");
    assertThat(fields.flag("flag")).contains(true);
    assertThat(fields.wholeNumber("number", 5, 5)).contains(5L);
    assertThat(fields.sequence("sequence")).contains(7L);
    assertThat(fields.sequence("plain")).contains(9L);
    assertThat(fields.texts("list", 2, 1)).containsExactly("a", "b");
    assertThat(fields.textMap("map", 1, 1)).containsExactly(Map.entry("k", "v"));
    assertThat(fields.has("text")).isTrue();
    assertThat(fields.has("other")).isFalse();
    assertThat(fields.errors()).isEmpty();
  }

  @Test
  void whatIsAbsentIsNothingUnlessItIsRequired() {
    Fields fields = fields("{}");

    assertThat(fields.text("text", 3)).isEmpty();
    assertThat(fields.flag("flag")).isEmpty();
    assertThat(fields.wholeNumber("number", 0, 9)).isEmpty();
    assertThat(fields.sequence("sequence")).isEmpty();
    assertThat(fields.texts("list", 2, 1)).isEmpty();
    assertThat(fields.textMap("map", 1, 1)).isEmpty();
    fields.notSupported("viewOnce");
    assertThat(fields.errors()).isEmpty();

    assertThat(fields.requiredText("name", 3)).isEmpty();
    assertThat(fields.errors()).containsExactly(new FieldError("name", "is required"));
  }

  @Test
  void aTextIsNeitherEmptyNorTooLongNorUnstorable() {
    assertText("5", "must be a string");
    assertText("null", "must be a string");
    assertText("\"\"", "must not be empty");
    assertText("\"abcd\"", "must not be longer than 3 characters");
    for (String bad : List.of("\\u0000", "\\ud800", "a\\udfff")) {
      assertText("\"" + bad + "\"", "must not contain U+0000 or half of a surrogate pair");
    }
    for (String good : List.of("\\ud7ff", "\\ue000", "\\ud83d\\ude00", "\\u0001")) {
      Fields fields = fields("{\"name\": \"" + good + "\"}");
      assertThat(fields.text("name", 3)).isPresent();
    }
  }

  @Test
  void aFlagIsTrueOrFalse() {
    Fields fields = fields("{\"name\": \"true\"}");

    assertThat(fields.flag("name")).isEmpty();
    assertThat(fields.errors()).containsExactly(new FieldError("name", "must be true or false"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "10", "1.5", "\"5\"", "null", "99999999999999999999"})
  void aNumberIsWholeAndWithinItsBounds(String value) {
    Fields fields = fields("{\"name\": " + value + "}");

    assertThat(fields.wholeNumber("name", 1, 9)).isEmpty();
    assertThat(fields.errors())
        .containsExactly(new FieldError("name", "must be a whole number from 1 to 9"));
    assertThat(fields("{\"name\": 1}").wholeNumber("name", 1, 9)).contains(1L);
    assertThat(fields("{\"name\": 9}").wholeNumber("name", 1, 9)).contains(9L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "1.5", "true", "\"x\"", "\"\"", "[7]", "\"9223372036854775808\"", "null"})
  void aSequenceIsANumberThatAnEventCanHave(String value) {
    Fields fields = fields("{\"name\": " + value + "}");

    assertThat(fields.sequence("name")).isEmpty();
    assertThat(fields.errors())
        .containsExactly(new FieldError("name", "must be the sequence of an event"));
  }

  @Test
  void aListHasSoManyStringsAndNothingElse() {
    assertList("\"a\"", new FieldError("name", "must be a list of strings"));
    assertList("[\"a\", \"b\", \"c\"]", new FieldError("name", "must not have more than 2 items"));
    assertList("[\"a\", 1]", new FieldError("name[1]", "must be a string"));
  }

  @Test
  void aMapHasSoManyEntriesWithNamesAndStrings() {
    assertMap("[]", new FieldError("name", "must be an object whose values are strings"));
    assertMap(
        "{\"a\": \"1\", \"b\": \"2\"}",
        new FieldError("name", "must not have more than 1 entries"));
    assertMap("{\"\": \"1\"}", new FieldError("name", "must have names of 1 to 2 characters"));
    assertMap("{\"abc\": \"1\"}", new FieldError("name", "must have names of 1 to 2 characters"));
    assertMap("{\"ab\": 1}", new FieldError("name.ab", "must be a string"));
    assertThat(fields("{\"name\": {\"ab\": \"12\"}}").textMap("name", 1, 2))
        .containsExactly(Map.entry("ab", "12"));
  }

  @Test
  void whatCannotBeServedAndWhatNobodyKnowsIsNamed() {
    String long64 = "x".repeat(64);
    Fields fields =
        fields("{\"viewOnce\": 1, \"txt\": 1, \"%s\": 1, \"%sy\": 1}".formatted(long64, long64));

    fields.notSupported("viewOnce", "absent");

    assertThat(fields.errors())
        .containsExactly(
            new FieldError("viewOnce", "is not supported yet: leave it out"),
            new FieldError("txt", "is not a field of this request"),
            new FieldError(long64, "is not a field of this request"),
            new FieldError(long64 + "…", "is not a field of this request"));
  }

  private static void assertText(String value, String message) {
    Fields fields = fields("{\"name\": " + value + "}");
    assertThat(fields.text("name", 3)).isEmpty();
    assertThat(fields.errors()).containsExactly(new FieldError("name", message));
  }

  private static void assertList(String value, FieldError error) {
    Fields fields = fields("{\"name\": " + value + "}");
    fields.texts("name", 2, 1);
    assertThat(fields.errors()).containsExactly(error);
  }

  private static void assertMap(String value, FieldError error) {
    Fields fields = fields("{\"name\": " + value + "}");
    assertThat(fields.textMap("name", 1, 2)).isEmpty();
    assertThat(fields.errors()).containsExactly(error);
  }

  private static Fields fields(String json) {
    try {
      return new Fields((ObjectNode) Json.read(json.getBytes(StandardCharsets.UTF_8)));
    } catch (MalformedJsonException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void namesAHundredUnknownFieldsAtMost() {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < 5_000; i++) {
      object.put("field" + i, i);
    }

    assertThat(new Fields(object).errors()).hasSize(100);
  }
}
