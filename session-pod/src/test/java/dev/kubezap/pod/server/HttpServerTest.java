package dev.kubezap.pod.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server understands, what it refuses, and that nobody can hold it up. */
@Timeout(60)
class HttpServerTest {
  private EchoServer.TestPort server;

  @BeforeEach
  void open() throws Exception {
    server = EchoServer.open();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private String ask(String request) throws IOException {
    try (RawCaller caller = new RawCaller(server.port())) {
      return caller.send(request).answer();
    }
  }

  @Test
  void answersOneRequestAfterAnotherOnOneConnection() throws Exception {
    try (RawCaller caller = new RawCaller(server.port())) {
      assertThat(caller.send("GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n").answer())
          .startsWith("HTTP/1.1 200 OK\r\n")
          .endsWith("\r\n\r\nGET /a?b=c ");
      assertThat(
              caller.send("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody").answer())
          .endsWith("POST /p? body");
    }
  }

  @Test
  void answersPipelinedRequestsInTheirOrder() throws Exception {
    try (RawCaller caller = new RawCaller(server.port())) {
      caller.send(
          "POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\none"
              + "\r\nPOST /2 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "2\r\ntw\r\n1;name=value\r\no\r\n0\r\nTrailer: t\r\n\r\n"
              + "GET /3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\nGET /4");
      assertThat(caller.answer()).endsWith("POST /1? one");
      assertThat(caller.answer()).endsWith("POST /2? two");
      assertThat(caller.rest()).contains("Connection: close").endsWith("GET /3? ");
    }
  }

  @Test
  void endsTheConnectionOfAnOldCaller() throws Exception {
    try (RawCaller caller = new RawCaller(server.port())) {
      assertThat(caller.send("GET /old HTTP/1.0\r\n\r\n").rest()).endsWith("GET /old? ");
    }
  }

  @Test
  void sendsNoBodyToHead() throws Exception {
    try (RawCaller caller = new RawCaller(server.port())) {
      caller.send("HEAD /h HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(caller.rest()).contains("Content-Length: 9").endsWith("\r\n\r\n");
    }
  }

  @Test
  void letsACallerAskBeforeItsBody() throws Exception {
    try (RawCaller caller = new RawCaller(server.port())) {
      caller.send(
          "POST /e HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      assertThat(caller.answer()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
      assertThat(caller.send("ok").answer()).endsWith("POST /e? ok");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "G@T / HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET nothing HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /\u0001 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /\u00e4 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /a#b HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\nHost: x\n\n",
        "GET / HTTP/1.1\r\nHost: x\nA: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n:trace: 00-1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nnothing\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\n: empty\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nA: \u0000\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1, 1\r\n\r\na",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\na",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\na",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0x1\r\n\r\na",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999999999999999\r\n\r\na",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length:\r\n\r\na",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\nab\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
      })
  void refusesWhatCanBeUnderstoodInTwoWays(String request) throws Exception {
    try (RawCaller caller = new RawCaller(server.port())) {
      // Nothing that follows is taken for a request.
      caller.send(request + "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(caller.end().rest())
          .startsWith("HTTP/1.1 400 ")
          .contains("Connection: close")
          .doesNotContain("smuggled");
    }
  }

  @Test
  void namesOtherReasons() throws Exception {
    assertThat(ask("GET / HTTP/2.0\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 505 ");
    assertThat(ask("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"))
        .startsWith("HTTP/1.1 501 ");
    assertThat(ask("GET / HTTP/1.1\r\nHost: x\r\nLong: " + "a".repeat(5_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431 ");
    assertThat(ask("GET / HTTP/1.1\r\nHost: x\r\n" + "A: b\r\n".repeat(120) + "\r\n"))
        .startsWith("HTTP/1.1 431 ");
    assertThat(ask("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n"))
        .startsWith("HTTP/1.1 413 ");
    assertThat(
            ask(
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n"
                    + "x".repeat(1_001)))
        .startsWith("HTTP/1.1 413 ");
  }

  @Test
  void takesNoBodyThatNobodyReadForARequest() throws Exception {
    String hidden = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n";
    try (RawCaller caller = new RawCaller(server.port())) {
      caller.send(
          "POST /unread HTTP/1.1\r\nHost: x\r\nContent-Length: "
              + hidden.length()
              + "\r\n\r\n"
              + hidden);
      assertThat(caller.end().rest())
          .contains("Connection: close")
          .endsWith("unread")
          .doesNotContain("hidden");
    }
  }

  /** A copy of the whole for each chunk would move half a terabyte here. */
  @Test
  void readsAMillionChunksOfOneByteInTheirTime() throws Exception {
    int chunks = 1_000_000;
    String request =
        "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "1\r\nx\r\n".repeat(chunks)
            + "0\r\n\r\n";
    server.close();
    server = EchoServer.open(ServerLimits.DEFAULT, new LengthServer(chunks));
    assertThat(ask(request)).endsWith("1000000");
  }

  @Test
  void waitsForNobodyWithoutEnd() throws Exception {
    try (RawCaller silent = new RawCaller(server.port());
        RawCaller slow = new RawCaller(server.port());
        RawCaller slowBody = new RawCaller(server.port())) {
      slow.send("GET / HTT");
      slowBody.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\na");
      assertThat(silent.rest()).isEmpty();
      assertThat(slow.rest()).isEmpty();
      assertThat(slowBody.rest()).isEmpty();
    }
  }

  @Test
  void turnsAwayWhatIsTooManyAndServesAgainLater() throws Exception {
    List<RawCaller> callers = new ArrayList<>();
    for (int i = 0; i < EchoServer.LIMITS.connections(); i++) {
      callers.add(new RawCaller(server.port()).send("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
      assertThat(callers.getLast().answer()).startsWith("HTTP/1.1 200 ");
    }
    try (RawCaller further = new RawCaller(server.port())) {
      assertThat(closedAtOnce(further)).isTrue();
    }
    for (RawCaller caller : callers) {
      assertThat(caller.rest()).as("closed when idle").isEmpty();
      caller.close();
    }
    await()
        .ignoreExceptions()
        .until(() -> ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n").startsWith("HTTP/1.1 200 "));
  }

  private static boolean closedAtOnce(RawCaller caller) throws IOException {
    try {
      return caller.read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  @Test
  void survivesAnyBytes() throws Exception {
    server.close();
    server =
        EchoServer.open(
            new ServerLimits(
                64, 512, Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofSeconds(1)));
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String seeds =
        "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    for (int i = 0; i < 300; i++) {
      assertThat(answerTo(mutated(seeds, random)))
          .as("seed %d", seed)
          .matches("(?s)(HTTP/1\\.1 [12345]\\d\\d .*)?");
    }
    assertThat(ask("GET /alive HTTP/1.1\r\nHost: x\r\n\r\n")).endsWith("GET /alive? ");
  }

  /** A closed connection is an answer to garbage too. */
  private String answerTo(byte[] bytes) throws IOException {
    try (RawCaller caller = new RawCaller(server.port())) {
      return caller.send(bytes).end().rest();
    } catch (SocketException reset) {
      return "";
    }
  }

  private static byte[] mutated(String text, Random random) {
    StringBuilder mutant = new StringBuilder(text);
    for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
      int at = random.nextInt(mutant.length());
      switch (random.nextInt(4)) {
        case 0 -> mutant.setCharAt(at, (char) random.nextInt(256));
        case 1 -> mutant.insert(at, (char) random.nextInt(256));
        case 2 -> mutant.deleteCharAt(at);
        default -> mutant.insert(at, mutant.substring(at, Math.min(mutant.length(), at + 20)));
      }
    }
    return mutant.toString().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}
