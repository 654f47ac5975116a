package dev.kubezap.pod.ownership;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * Stands between a client and a server on this machine and breaks what the test asks it to break.
 */
public final class CuttingProxy implements Closeable {
  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean losingAnswers;
  private volatile CountDownLatch frozen = new CountDownLatch(0);

  public CuttingProxy(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /**
   * The next answer is read from the server, so that it has happened, and the client sees a closed
   * connection.
   */
  public void loseNextAnswer() {
    losingAnswers = true;
  }

  /** Nothing passes any more, in neither direction, and nobody is told. */
  public void freeze() {
    frozen = new CountDownLatch(1);
  }

  /** Ends every connection; new ones are accepted. */
  public void cut() {
    sockets.forEach(CuttingProxy::closeQuietly);
    sockets.clear();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    frozen.countDown();
    cut();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(client);
        sockets.add(server);
        Thread.ofVirtual().start(() -> pump(client, server, false));
        Thread.ofVirtual().start(() -> pump(server, client, true));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[64 * 1024];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        frozen.await();
        if (answers && losingAnswers) {
          losingAnswers = false;
          return;
        }
        to.getOutputStream().write(buffer, 0, count);
      }
    } catch (IOException e) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
