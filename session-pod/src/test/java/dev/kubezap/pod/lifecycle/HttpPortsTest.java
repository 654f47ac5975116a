package dev.kubezap.pod.lifecycle;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kubezap.pod.config.HttpSettings;
import dev.kubezap.pod.server.Exchange;
import dev.kubezap.pod.server.HttpHandler;
import dev.kubezap.pod.server.RefusedRequestException;
import dev.kubezap.pod.server.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** What is said of a port that cannot be served names the variable that mends it. */
class HttpPortsTest {
  private static final HttpHandler NOBODY =
      new HttpHandler() {
        @Override
        public void handle(Exchange exchange) {
          throw new AssertionError("nothing is asked");
        }

        @Override
        public Response refusal(RefusedRequestException reason) {
          throw new AssertionError("nothing is asked");
        }
      };

  @Test
  void namesThePortThatIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(
              () -> HttpPorts.open(new HttpSettings("127.0.0.1", port, 0, false), NOBODY, NOBODY))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Port " + port)
          .hasMessageContaining("set KUBEZAP_HTTP_PORT");
      assertThatThrownBy(
              () -> HttpPorts.open(new HttpSettings("127.0.0.1", 0, port, false), NOBODY, NOBODY))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("set KUBEZAP_MANAGEMENT_PORT");
    }
  }

  @Test
  void namesTheHostThatIsElsewhere() {
    assertThatThrownBy(
            () -> HttpPorts.open(new HttpSettings("192.0.2.1", 0, 0, false), NOBODY, NOBODY))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("set KUBEZAP_HTTP_HOST");
  }
}
