package dev.kubezap.pod.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "-12",
        "9007199254740993",
        "123456789012345678901234567890",
        "1.5",
        "1e300",
        "\"\\u0000 \\\" \\\\ \\uD83D\\uDE00 \\u2028\"",
        "{\"a\":{\"b\":[1,true,false,null,\"x\",{}],\"c\":[]},\"\":0}"
      })
  void readsAndWritesWhatJacksonsMapperDoes(String text) throws Exception {
    JsonNode expected = JsonMapper.builder().build().readTree(text);

    JsonNode read = Json.read(text.getBytes(StandardCharsets.UTF_8));

    assertThat(read).isEqualTo(expected);
    assertThat(Json.text(read)).isEqualTo(expected.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "{", "[1,]", "{\"a\"}", "{}{}", "1 2", "{\"a\":1,\"a\":2}", "'a'"})
  void refusesWhatIsNotOneDocument(String text) {
    assertThatThrownBy(() -> Json.read(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void refusesDepthWithoutEnd() {
    assertThatThrownBy(() -> Json.read("[".repeat(100_000).getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageContaining("nested deeper");
  }

  /** Small values take many times their text in memory, whoever throws them away later. */
  @Test
  void refusesMoreValuesThanARequestHas() throws Exception {
    assertThat(Json.read(list("\"4915112345678\"", 10_000)).path("x").size()).isEqualTo(10_000);
    for (String value : new String[] {"{}", "[]", "1", "{\"a\":1}"}) {
      assertThatThrownBy(() -> Json.read(list(value, 200_000)))
          .isInstanceOf(MalformedJsonException.class)
          .hasMessageStartingWith("it has more than 20000 names, values and brackets");
    }
  }

  private static byte[] list(String value, int count) {
    return ("{\"x\":[" + String.join(",", Collections.nCopies(count, value)) + "]}")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void refusesNumbersThatItCouldNotWrite() {
    assertThatThrownBy(() -> Json.read("[1e400]".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedJsonException.class)
        .hasMessageStartingWith("a number is too large at line 1");
  }

  @Test
  void takesAPartThatWasWrittenBefore() {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.putRawValue("data", new RawValue("{\"a\": 1}"));

    assertThat(Json.text(document)).isEqualTo("{\"data\":{\"a\": 1}}");
  }
}
