package dev.kubezap.pod.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies of every length arrive whole, by length and by chunks. */
@Timeout(60)
class RequestBodyTest {
  private static final int LIMIT = 1 << 20;
  private static final String HEAD = "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";

  @ParameterizedTest
  @CsvSource({"0", "1", "16383", "16384", "16385", "100000", "1048576"})
  void longBodiesArriveWhole(int length) throws Exception {
    String body = "0123456789".repeat(length / 10 + 1).substring(0, length);
    assertThat(read(HEAD + "Content-Length: " + length + "\r\n\r\n" + body))
        .endsWith("\r\n\r\n" + length);
    String chunk = length == 0 ? "" : Integer.toHexString(length) + "\r\n" + body + "\r\n";
    assertThat(read(HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunk + "0\r\n\r\n"))
        .endsWith("\r\n\r\n" + length);
  }

  @Test
  void nothingIsAllocatedForAPromise() throws Exception {
    BodyMemory memory = new BodyMemory(1);
    try (BodyMemory.Share share = memory.share()) {
      BodyBuffer buffer = new BodyBuffer(LIMIT, share);
      buffer.append(java.nio.ByteBuffer.wrap(new byte[] {1, 2, 3}));
      assertThat(buffer.all()).containsExactly(1, 2, 3);
    }
  }

  private static String read(String request) throws Exception {
    try (EchoServer.TestPort server =
            EchoServer.open(ServerLimits.DEFAULT, new LengthServer(LIMIT));
        RawCaller caller = new RawCaller(server.port())) {
      return caller.send(request).rest();
    }
  }
}
