package dev.kubezap.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerSentParserTest {

  private static final String STREAM =
      """
      retry: 2000
      id: 41

      :\s

      id: 42
      event: message.received
      data: {"text":"für"}

      id:43\r
      event:e\r
      data: a\r
      data:\r
      data: b\r
      \r
      unknown
      id: 44

      """;

  private final List<String> told = new ArrayList<>();
  private final ServerSentParser parser =
      new ServerSentParser(
          new ServerSentParser.Sink() {
            @Override
            public void event(String id, String type, Buffer data) {
              told.add(id + " " + type + " " + data.toString().replace("\n", "|"));
            }

            @Override
            public void tooLong(String id, String type) {
              told.add(id + " " + type + " too long");
            }

            @Override
            public void place(String id) {
              told.add("place " + id);
            }

            @Override
            public void comment() {
              told.add("comment");
            }
          });

  @Test
  void itIsReadTheSameHoweverItIsCut() {
    byte[] bytes = Buffer.buffer(STREAM).getBytes();
    for (int size = 1; size <= bytes.length; size++) {
      told.clear();
      for (int from = 0; from < bytes.length; from += size) {
        parser.feed(Buffer.buffer(STREAM).getBuffer(from, Math.min(bytes.length, from + size)));
      }
      assertThat(told)
          .as("parts of %d bytes", size)
          .containsExactly(
              "place 41",
              "comment",
              "42 message.received {\"text\":\"für\"}",
              "43 e a||b",
              "place 44");
    }
  }

  @Test
  void anEventThatIsTooLongIsNotKept() {
    parser.feed(Buffer.buffer("id: 1\nevent: e\ndata: "));
    Buffer part = Buffer.buffer("x".repeat(100_000));
    for (int i = 0; i < 20; i++) {
      parser.feed(part);
    }
    parser.feed(Buffer.buffer("\n\nid: 2\nevent: e\ndata: y\n\n"));
    assertThat(told).containsExactly("1 e too long", "2 e y");
  }
}
