package dev.kubezap.whatsapp.mex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.json.JsonObject;
import dev.kubezap.whatsapp.node.Node;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MexAnswerTest {

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
