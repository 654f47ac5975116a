package dev.kubezap.benchmarks;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes webhooks and counts the marked texts in them. */
final class WebhookCounter implements AutoCloseable {
  private static final Pattern MARK = Pattern.compile("\\[in-(\\d+)\\]");
  private static final Pattern FILE =
      Pattern.compile("message\\.media-ready\"[^\\n]*\"stanzaId\"\\s*:\\s*\"([A-Za-z0-9]+)\"");
  private static final Pattern HISTORY =
      Pattern.compile("history\\.progress\"[^\\n]*\"messages\"\\s*:\\s*(\\d+)");

  private final HttpServer server;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final Set<Integer> seen = new HashSet<>();
  private final Set<String> files = new HashSet<>();
  private int history;

  WebhookCounter() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          if (!body.contains("message.sent") && !body.contains("message.status")) {
            count(body);
          }
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
  }

  /** The text of message {@code number}. */
  static String marked(int number) {
    return "Good morning, this is message [in-" + number + "]";
  }

  private void count(String body) {
    Matcher matcher = MARK.matcher(body);
    lock.lock();
    try {
      while (matcher.find()) {
        seen.add(Integer.parseInt(matcher.group(1)));
      }
      Matcher file = FILE.matcher(body);
      while (file.find()) {
        files.add(file.group(1));
      }
      Matcher told = HISTORY.matcher(body);
      while (told.find()) {
        history += Integer.parseInt(told.group(1));
      }
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  void reset() {
    lock.lock();
    try {
      seen.clear();
      files.clear();
      history = 0;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until so many different messages have come. */
  void await(int count, Duration patience) throws IOException, InterruptedException {
    await("messages", seen::size, count, patience);
  }

  /** Waits until so many messages' files are told to be there. */
  void awaitFiles(int count, Duration patience) throws IOException, InterruptedException {
    await("files", files::size, count, patience);
  }

  /** Waits until so many messages of the phone's history are told to be stored. */
  void awaitHistory(int count, Duration patience) throws IOException, InterruptedException {
    await("messages of the history", () -> history, count, patience);
  }

  private void await(String what, IntSupplier came, int count, Duration patience)
      throws IOException, InterruptedException {
    long left = patience.toNanos();
    lock.lock();
    try {
      while (came.getAsInt() < count) {
        if (left <= 0) {
          throw new IOException(
              "only " + came.getAsInt() + " of " + count + " " + what + " reached the webhook");
        }
        left = more.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
