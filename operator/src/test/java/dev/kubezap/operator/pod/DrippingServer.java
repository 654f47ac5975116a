package dev.kubezap.operator.pod;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Answers whoever connects with the beginning of something, and then with a byte now and then. */
public final class DrippingServer implements AutoCloseable {

  private final ServerSocket server;
  private final String begin;

  /**
   * Listens.
   *
   * @param begin what comes at once
   */
  public DrippingServer(String begin) throws IOException {
    this.begin = begin;
    server = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  PodApi.Access access() {
    return new PodApi.Access(URI.create("http://127.0.0.1:" + port()), "key");
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> drip(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void drip(Socket socket) {
    try (socket) {
      var out = socket.getOutputStream();
      out.write(begin.getBytes(StandardCharsets.US_ASCII));
      while (!server.isClosed()) {
        out.write('S');
        out.flush();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
    } catch (IOException gone) {
      // Whoever connected had enough.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
