package dev.kubezap.pod.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No request hides another: every known way is refused, or understood in the one way. */
@Timeout(60)
class SmugglingVectorsTest {
  private static final String TABLE = "/smuggling-vectors.txt";
  private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.[01] \\d\\d\\d ");
  private static EchoServer.TestPort server;

  /** A row of the table: the answer begins with the status, and ends with the body if any. */
  record Vector(String status, String body, String what, String request) {
    @Override
    public String toString() {
      return what;
    }
  }

  @BeforeAll
  static void open() throws IOException {
    server = EchoServer.open();
  }

  @AfterAll
  static void close() {
    server.close();
  }

  static Stream<Vector> vectors() throws IOException {
    try (InputStream table = SmugglingVectorsTest.class.getResourceAsStream(TABLE)) {
      return new String(Objects.requireNonNull(table).readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(" \\| ", 3))
          .map(
              cells ->
                  new Vector(
                      cells[0].substring(0, 3),
                      cells[0].length() > 4 ? cells[0].substring(4) : "",
                      cells[1],
                      cells[2].translateEscapes()));
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void isAnsweredAsTheTableSays(Vector vector) throws IOException {
    try (RawCaller caller = new RawCaller(server.port())) {
      caller.send(vector.request() + SMUGGLED);
      if (vector.status().equals("200")) {
        assertThat(caller.answer())
            .startsWith("HTTP/1.1 200 ")
            .endsWith("\r\n\r\n" + vector.body());
        assertThat(caller.answer()).endsWith("\r\n\r\nGET /smuggled? ");
        return;
      }
      String rest = caller.rest();
      if (vector.status().equals("end")) {
        assertThat(rest).isEmpty();
        return;
      }
      assertThat(rest)
          .startsWith("HTTP/1.1 " + vector.status() + " ")
          .contains("Connection: close")
          .doesNotContain("smuggled");
      assertThat(ANSWER.matcher(rest).results()).hasSize(1);
    }
  }
}
