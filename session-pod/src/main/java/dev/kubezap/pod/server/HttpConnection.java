package dev.kubezap.pod.server;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jboss.logging.Logger;

/** One caller's connection: reads a request, has it answered, reads the next. */
final class HttpConnection implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(HttpConnection.class);
  private static final Duration LINGER = Duration.ofSeconds(2);
  private static final long MOST_DISCARDED = 16L << 20;

  private final Socket socket;
  private final ServerLimits limits;
  private final HttpHandler handler;
  private final ConnectionInput in;
  private final ConnectionOutput out;

  HttpConnection(Socket socket, ServerLimits limits, HttpHandler handler) throws IOException {
    this.socket = socket;
    this.limits = limits;
    this.handler = handler;
    socket.setTcpNoDelay(true);
    in = new ConnectionInput(socket);
    out = new ConnectionOutput(socket);
  }

  /** Serves until one side ends it. */
  void serve() {
    try {
      while (answerNext()) {
        in.within(limits.idleTime());
      }
    } catch (IOException e) {
      LOG.debugf("A caller's connection ended: %s", e.getMessage());
    } catch (InterruptedException e) {
      LOG.debug("A caller's connection ended with its stream");
    } catch (RuntimeException | Error e) {
      // One caller's request must not count as a thread that the process lacks.
      LOG.error("A caller's connection ended by a defect", e);
    } finally {
      close();
    }
  }

  /** Closes it when the caller takes nothing for too long. */
  void closeWhenStuck(long now) {
    if (out.isStuck(now, limits.writeTime().toNanos())) {
      close();
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debugf("A socket could not be closed: %s", e.getMessage());
    }
  }

  private boolean answerNext() throws IOException, InterruptedException {
    in.within(limits.idleTime());
    try {
      if (!in.hasMore()) {
        return false;
      }
    } catch (SocketTimeoutException e) {
      return false;
    }
    in.within(limits.headTime());
    RequestHead head;
    try {
      byte[] bytes = in.readHead(limits.headBytes());
      if (bytes.length == 0) {
        return false;
      }
      head = HeadParser.parse(bytes);
    } catch (RefusedRequestException e) {
      refuse(e);
      return false;
    }
    Exchange exchange = new Exchange(head, in, out);
    handler.handle(exchange);
    if (!exchange.isPersistent() && exchange.isBodyComing()) {
      linger();
    }
    return exchange.isPersistent();
  }

  private void refuse(RefusedRequestException reason) throws IOException {
    RequestHead unread =
        new RequestHead("GET", "/", "", false, true, java.util.Map.of(), RequestHead.CHUNKED);
    new Exchange(unread, in, out).respond(handler.refusal(reason));
    linger();
  }

  /** Lets the caller read the answer before its unread bytes would reset the connection. */
  private void linger() throws IOException {
    socket.shutdownOutput();
    in.within(LINGER);
    try {
      in.discard(MOST_DISCARDED);
    } catch (SocketTimeoutException e) {
      LOG.debug("A caller went on sending after its answer");
    }
  }
}
