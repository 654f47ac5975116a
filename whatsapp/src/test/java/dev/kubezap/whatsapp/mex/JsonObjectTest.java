package dev.kubezap.whatsapp.mex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.node.Node;
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

  private static MexAnswer answer(String json) {
    return MexAnswer.read(Node.of("iq", Node.of("result").withText(json)));
  }

  @Test
  void tellsErrorsFromData() {
    assertThat(answer("{\"data\":{\"a\":\"1\"}}"))
        .isEqualTo(new MexAnswer.Data(new JsonObject(Map.of("a", "1"))));
    assertThat(answer("{\"data\":null,\"errors\":[{\"extensions\":{\"error_code\":404}}]}"))
        .isEqualTo(new MexAnswer.Refused(404));
    assertThat(answer("{\"data\":{},\"errors\":[{\"message\":\"no\"}]}"))
        .isEqualTo(new MexAnswer.Refused(400));
    assertThat(answer("{\"data\":{},\"errors\":[]}")).isInstanceOf(MexAnswer.Data.class);
    assertThat(answer("no")).isEqualTo(new MexAnswer.Unreadable());
    assertThat(MexAnswer.read(Node.of("iq"))).isEqualTo(new MexAnswer.Unreadable());
  }
}
