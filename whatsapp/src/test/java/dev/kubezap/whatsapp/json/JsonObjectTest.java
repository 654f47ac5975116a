package dev.kubezap.whatsapp.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {

  @Test
  void readsWhatAnswersSay() {
    JsonObject json =
        JsonObject.parse(
                " {\"a\" : {\"b\":[1, {\"c\":\"x\\u00e9\\n\\\"\"}, null, true]}, \"n\":-12, \"e\":{}, \"z\":null,"
                    + "\"s\":\"170\",\"l\":[]}\n")
            .orElseThrow();
    assertThat(json.object("a").orElseThrow().objects("b"))
        .isEqualTo(List.of(new JsonObject(Map.of("c", "xé\n\""))));
    assertThat(json.number("n")).contains(-12L);
    assertThat(json.number("s")).contains(170L);
    assertThat(json.object("e")).contains(new JsonObject(Map.of()));
    assertThat(json.members()).doesNotContainKey("z");
    assertThat(json.objects("l")).isEmpty();
    assertThat(json.text("a")).isEmpty();
    assertThat(json.toString()).doesNotContain("170");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "[]",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":1}x",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"",
        "{\"a\":nul}",
        "{a:1}",
        "{\"a\":[1,]}"
      })
  void takesNothingElse(String text) {
    assertThat(JsonObject.parse(text)).isEmpty();
  }

  @Test
  void readsNothingThatIsNestedTooDeep() {
    assertThat(JsonObject.parse("{\"a\":".repeat(20) + "1" + "}".repeat(20))).isPresent();
    assertThat(JsonObject.parse("{\"a\":".repeat(60) + "1" + "}".repeat(60))).isEmpty();
  }

  /** The text as it is read again, whatever it holds. */
  @ParameterizedTest
  @ValueSource(strings = {"", "a\"b\\c", "two\nlines\t", "\u0001\u2028\u2029", "Grüße 😀", "</"})
  void whatIsQuotedIsReadAgain(String text) {
    assertThat(JsonObject.parse("{\"a\":" + JsonObject.quoted(text) + "}"))
        .contains(new JsonObject(Map.of("a", text)));
  }

  @Test
  void theLastOfOneNameCounts() {
    assertThat(JsonObject.parse("{\"a\":1,\"a\":\"2\"}"))
        .contains(new JsonObject(Map.of("a", "2")));
    assertThat(JsonObject.parse("{\"a\":1,\"a\":null}")).contains(new JsonObject(Map.of()));
  }
}
