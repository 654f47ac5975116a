package dev.kubezap.pod.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostConnectionTest {
  private static final byte[] REQUEST =
      PostConnection.request("/", Map.of("host", "x"), "{}".getBytes(US_ASCII));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 200 OK~content-length: 2~~ok| 200 | true",
        "HTTP/1.1 204 No Content~~ | 204 | true",
        "HTTP/1.1 100 Continue~~HTTP/1.1 202 ~Content-Length: 0~~ | 202 | true",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~2;x=y~ok~0~~ | 200 | true",
        "HTTP/1.1 200 OK~connection: close~content-length: 0~~ | 200 | false",
        "HTTP/1.1 500 Oh~content-length: 99999~~ | 500 | false",
        "HTTP/1.1 500 Oh~content-length: 9999999999~~ | 500 | false",
        "HTTP/1.0 200 OK~~whatever until the end | 200 | false",
        "HTTP/1.1 200 OK~transfer-encoding: chunked~~FFFFFFFF~ | 200 | false",
      })
  void readsStatusAndWhetherTheConnectionCanGoOn(String answer, int status, boolean reusable)
      throws Exception {
    PostConnection.Answer read = exchange(answer.replace("~", "\r\n"));
    assertThat(read.status()).isEqualTo(status);
    assertThat(read.reusable()).isEqualTo(reusable);
  }

  @ParameterizedTest
  @CsvSource({"SSH-2.0-OpenSSH~", "HTTP/1.1 abc~~", "HTTP/1.1 200 OK~conten", "HTTP/2 200~~"})
  void whatIsNoAnswerIsAnError(String answer) {
    assertThatThrownBy(() -> exchange(answer.replace("~", "\r\n"))).isInstanceOf(IOException.class);
  }

  @Test
  void endlessHeadersAndSilenceAreCutOff() throws Exception {
    assertThatThrownBy(() -> exchange("HTTP/1.1 200 OK\r\n" + "a: b\r\n".repeat(10_000)))
        .hasMessageContaining("too long");
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
        PostConnection connection = new PostConnection(socket, System::nanoTime)) {
      long deadline = System.nanoTime() + Duration.ofMillis(50).toNanos();
      assertThatThrownBy(() -> connection.exchange(REQUEST, deadline))
          .isInstanceOf(SocketTimeoutException.class);
      assertThat(connection.answered()).isFalse();
    }
  }

  private static PostConnection.Answer exchange(String answer) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
        Socket peer = server.accept();
        PostConnection connection = new PostConnection(socket, System::nanoTime)) {
      Thread writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      peer.getOutputStream().write(answer.getBytes(US_ASCII));
                      peer.shutdownOutput();
                    } catch (IOException e) {
                      // The reader has seen enough and closed.
                      return;
                    }
                  });
      try {
        return connection.exchange(REQUEST, System.nanoTime() + Duration.ofSeconds(10).toNanos());
      } finally {
        writer.interrupt();
      }
    }
  }
}
