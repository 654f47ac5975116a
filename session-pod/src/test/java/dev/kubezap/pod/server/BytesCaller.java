package dev.kubezap.pod.server;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A caller without a network: it has sent all of its bytes, and keeps what it is sent. */
public final class BytesCaller extends Socket {
  private final InputStream sent;
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();

  /**
   * A caller that sends these bytes and ends.
   *
   * @param pieces how many bytes arrive at once, at most
   */
  public BytesCaller(byte[] bytes, int pieces) {
    sent =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] target, int offset, int length) {
            return super.read(target, offset, Math.min(length, pieces));
          }
        };
  }

  /** Serves the bytes by a handler, on this thread, and answers what came back. */
  public static String serve(byte[] bytes, int pieces, HttpHandler handler) {
    try (BytesCaller caller = new BytesCaller(bytes, pieces)) {
      new HttpConnection(caller, ServerLimits.DEFAULT, handler).serve();
      return caller.received();
    } catch (IOException e) {
      throw new IllegalStateException("a caller without a network cannot fail", e);
    }
  }

  String received() {
    return received.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public InputStream getInputStream() {
    return sent;
  }

  @Override
  public OutputStream getOutputStream() {
    return received;
  }

  @Override
  public void setTcpNoDelay(boolean on) {}

  @Override
  public synchronized void setSoTimeout(int milliseconds) {}

  @Override
  public void shutdownOutput() {}
}
