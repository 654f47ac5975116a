package dev.kubezap.pod.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server goes on after what nobody expected. */
@Timeout(60)
class ServerDefectsTest {
  private static final String LAST = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

  /** It is the caller's alone, and no thread that the process lacks. */
  @Test
  void aDefectOfOneRequestEndsItsConnectionAlone() throws Exception {
    List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, defect) -> uncaught.add(defect));
    try (EchoServer.TestPort server = EchoServer.open(EchoServer.LIMITS, new DefectiveHandler())) {
      assertThat(ask(server, "GET /defect HTTP/1.1\r\nHost: x\r\n\r\n")).isEmpty();
      assertThat(ask(server, LAST)).startsWith("HTTP/1.1 200 ");
      assertThat(uncaught).isEmpty();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  private static String ask(EchoServer.TestPort server, String request) throws IOException {
    try (RawCaller caller = new RawCaller(server.port())) {
      return caller.send(request).answer();
    }
  }

  private static final class DefectiveHandler implements HttpHandler {
    private final EchoServer echo = new EchoServer();

    @Override
    public void handle(Exchange exchange) throws IOException, InterruptedException {
      if (exchange.path().equals("/defect")) {
        throw new StackOverflowError();
      }
      echo.handle(exchange);
    }

    @Override
    public Response refusal(RefusedRequestException reason) {
      return echo.refusal(reason);
    }
  }
}
