package dev.kubezap.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a request costs the gateway beside what it costs the pod, and what streams of events take of
 * its memory. Pods and API server are stand-ins, so that the figures are the gateway's alone.
 */
public final class GatewayBenchmark implements AutoCloseable {
  private static final int SESSIONS = 200;
  private static final int READERS = 5;
  private static final int CALLERS = 16;
  private static final int WARMING = 30_000;
  private static final int COUNT = 20_000;
  private static final int ROUNDS = 3;
  private static final int PATIENCE_SECONDS = 90;
  private static final String FLEET = "the-key-of-the-fleet-0123456789";
  private static final String MESSAGE =
      "{\"to\": \"+4915112345678\", \"type\": \"text\", \"text\": \"" + "x".repeat(100) + "\"}";

  private final StandInCluster cluster = new StandInCluster(SESSIONS);
  private final List<Socket> open = new ArrayList<>();
  private final AtomicInteger told = new AtomicInteger();
  private final Process process;
  private final URI base;

  private GatewayBenchmark(Path root) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("gateway-benchmark");
    Path token = Files.writeString(folder.resolve("token"), "a-token");
    Path kubeconfig =
        Files.writeString(
            folder.resolve("kubeconfig"),
            """
            apiVersion: v1
            kind: Config
            clusters: [{name: bench, cluster: {server: "%s"}}]
            users: [{name: bench, user: {token: none}}]
            contexts: [{name: bench, context: {cluster: bench, user: bench, namespace: bench}}]
            current-context: bench
            """
                .formatted(cluster.url()));
    int port = freePort();
    int management = freePort();
    List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
    command.add("@" + root.resolve("images/jvm/gateway.options"));
    command.add("-Xmx128m");
    command.addAll(
        List.of("-jar", root.resolve("gateway/target/quarkus-app/quarkus-run.jar").toString()));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(folder.resolve("log").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("KUBE"));
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().put("KUBEZAP_API_KEY", FLEET);
    builder.environment().put("KUBEZAP_POD_TOKEN_FILE", token.toString());
    builder.environment().put("KUBEZAP_TRUST_STATUS_ENDPOINT", "true");
    builder.environment().put("KUBEZAP_HTTP_HOST", "127.0.0.1");
    builder.environment().put("KUBEZAP_HTTP_PORT", Integer.toString(port));
    builder.environment().put("KUBEZAP_MANAGEMENT_PORT", Integer.toString(management));
    process = builder.start();
    base = URI.create("http://127.0.0.1:" + port);
    awaitReady(management, folder.resolve("log"));
  }

  /**
   * Measures and prints.
   *
   * @param arguments the repository's folder
   */
  public static void main(String[] arguments) throws Exception {
    try (var benchmark = new GatewayBenchmark(Path.of(arguments[0]))) {
      benchmark.measure();
    }
    System.exit(0); // the stand-ins' threads rest for ever
  }

  private void measure() throws Exception {
    String own = "/api/v1/messages";
    String path = "/api/v1/sessions/bench/s0/messages";
    URI pod = URI.create(cluster.podUrl(0));
    System.out.printf(
        "POST of %d bytes, answer of about 520; %d callers, %d requests a round, medians of %d rounds%n",
        MESSAGE.length(), CALLERS, COUNT, ROUNDS);
    load(base, own, StandInCluster.keyOf(0), WARMING);
    load(base, path, FLEET, WARMING);
    hop("by the session's own key", own, StandInCluster.keyOf(0));
    hop("by a key of the fleet and the path", path, FLEET);
    double direct = load(pod, own, "", COUNT);
    System.out.printf("%-48s %10.0f requests/s%n", "without the gateway", COUNT / direct);
    memory("before any stream");
    for (int reader = 0; reader < READERS; reader++) {
      read("/api/v1/events", FLEET, true);
    }
    await("the shared streams", () -> cluster.streams() == SESSIONS);
    cluster.happen();
    await("the events", () -> told.get() >= SESSIONS * READERS);
    memory(READERS + " streams of all " + SESSIONS + " sessions");
    for (int session = 0; session < SESSIONS; session++) {
      for (int reader = 0; reader < READERS; reader++) {
        read("/api/v1/events", StandInCluster.keyOf(session), false);
      }
    }
    await("the streams", () -> cluster.streams() == SESSIONS * (READERS + 1));
    memory("and " + SESSIONS * READERS + " streams of single sessions");
  }

  private void hop(String name, String path, String key) throws Exception {
    List<Double> costs = new ArrayList<>();
    List<Double> rates = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      long before = ProcessUsage.of(process.pid()).cpuMilliseconds();
      double seconds = load(base, path, key, COUNT);
      long cpu = ProcessUsage.of(process.pid()).cpuMilliseconds() - before;
      costs.add(cpu / (double) COUNT);
      rates.add(COUNT / seconds);
    }
    costs.sort(Double::compare);
    rates.sort(Double::compare);
    System.out.printf(
        "%-48s %10.0f requests/s, CPU of the gateway %.3f ms each%n",
        name, rates.get(ROUNDS / 2), costs.get(ROUNDS / 2));
  }

  /** Makes requests by several callers at once; answers the seconds that they took. */
  private static double load(URI where, String path, String key, int count) throws Exception {
    var left = new AtomicInteger(count);
    var failures = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < CALLERS; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (Caller caller = new Caller(where, key)) {
                      while (left.getAndDecrement() > 0) {
                        if (caller.post(path, MESSAGE) != 201) {
                          failures.incrementAndGet();
                        }
                      }
                    } catch (IOException e) {
                      failures.incrementAndGet();
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (failures.get() > 0) {
      throw new IOException(failures + " requests were not answered by 201");
    }
    return (System.nanoTime() - begin) / 1e9;
  }

  private void read(String path, String key, boolean counted) throws IOException {
    var socket = new Socket(base.getHost(), base.getPort());
    open.add(socket);
    String head = "GET " + path + " HTTP/1.1\r\nHost: x\r\nX-API-Key: " + key + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    Thread.ofVirtual()
        .start(
            () -> {
              try (var lines = new java.util.Scanner(input(socket), StandardCharsets.UTF_8)) {
                while (lines.hasNextLine()) {
                  if (lines.nextLine().equals("event: message.received") && counted) {
                    told.incrementAndGet();
                  }
                }
              } catch (IOException e) {
                System.err.println("A stream could not be read: " + e.getMessage());
              }
            });
  }

  private static InputStream input(Socket socket) throws IOException {
    return socket.getInputStream();
  }

  private void memory(String when) throws IOException, InterruptedException {
    TimeUnit.SECONDS.sleep(6); // the JVM gives memory back every five seconds
    ProcessUsage usage = ProcessUsage.of(process.pid());
    System.out.printf("%-48s %10.0f MB resident%n", when, usage.residentMegabytes());
  }

  /** Something that comes true. */
  @FunctionalInterface
  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(String what, Condition condition)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new IOException(what + " did not come");
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private void awaitReady(int management, Path log) throws IOException, InterruptedException {
    URI ready = URI.create("http://127.0.0.1:" + management + "/healthz/ready");
    await(
        "the gateway, whose log is " + log + ",",
        () -> {
          if (!process.isAlive()) {
            throw new IOException("the gateway ended: " + Files.readString(log));
          }
          try {
            return ((java.net.HttpURLConnection) ready.toURL().openConnection()).getResponseCode()
                == 200;
          } catch (java.net.ConnectException e) {
            return false;
          }
        });
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    process.destroy();
    cluster.close();
  }
}
