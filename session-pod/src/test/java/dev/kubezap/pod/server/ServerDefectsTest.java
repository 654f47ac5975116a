package dev.kubezap.pod.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server goes on after what nobody expected. */
@Timeout(60)
class ServerDefectsTest {
  private static final String LAST = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

  /** Such as that no further thread can be made. */
  @Test
  void goesOnAcceptingAfterAnError() throws Exception {
    try (HttpServer server =
        HttpServer.on(new FailingOnce(), EchoServer.LIMITS, new EchoServer())) {
      assertThat(ask(server, LAST)).startsWith("HTTP/1.1 200 ");
    }
  }

  /** It is the caller's alone, and no thread that the process lacks. */
  @Test
  void aDefectOfOneRequestEndsItsConnectionAlone() throws Exception {
    List<Throwable> uncaught = new CopyOnWriteArrayList<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, defect) -> uncaught.add(defect));
    try (HttpServer server =
        HttpServer.open("127.0.0.1", 0, EchoServer.LIMITS, new DefectiveHandler())) {
      assertThat(ask(server, "GET /defect HTTP/1.1\r\nHost: x\r\n\r\n")).isEmpty();
      assertThat(ask(server, LAST)).startsWith("HTTP/1.1 200 ");
      assertThat(uncaught).isEmpty();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  private static String ask(HttpServer server, String request) throws IOException {
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

  private static final class FailingOnce extends ServerSocket {
    private boolean failed;

    FailingOnce() throws IOException {
      super(0, 8, InetAddress.getLoopbackAddress());
    }

    @Override
    public Socket accept() throws IOException {
      if (!failed) {
        failed = true;
        throw new OutOfMemoryError("unable to create native thread");
      }
      return super.accept();
    }
  }
}
