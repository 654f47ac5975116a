package dev.kubezap.pod.bucket;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A server of buckets that checks signatures (S3Proxy), in a process of its own. */
public final class BucketServer implements AutoCloseable {
  private static final Path PROGRAM =
      Path.of("target", "bucket-server", "s3proxy-2.9.0-jar-with-dependencies.jar")
          .toAbsolutePath();
  private static final BucketKeys KEYS = new BucketKeys("kubezap-access", "kubezap-secret");

  private final Path folder;
  private final int port;
  private Process process;

  private BucketServer(Path folder, int port) throws IOException {
    this.folder = folder;
    this.port = port;
    this.process = begin();
  }

  /** Starts one with a bucket {@code media}. */
  public static BucketServer start() throws IOException {
    Path folder = Files.createTempDirectory("kubezap-buckets");
    Files.createDirectories(folder.resolve("buckets").resolve("media"));
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Files.write(
        folder.resolve("properties"),
        List.of(
            "s3proxy.authorization=aws-v4",
            "s3proxy.endpoint=http://127.0.0.1:" + port,
            "s3proxy.identity=" + KEYS.access(),
            // It has the whole of a signed request in its memory.
            "s3proxy.v4-max-non-chunked-request-size=134217728",
            "s3proxy.credential=" + KEYS.secret(),
            "jclouds.provider=filesystem-nio2",
            "jclouds.identity=any",
            "jclouds.credential=any",
            "jclouds.filesystem.basedir=" + folder.resolve("buckets")));
    return new BucketServer(folder, port);
  }

  private Process begin() throws IOException {
    Process begun =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-jar",
                PROGRAM.toString(),
                "--properties",
                folder.resolve("properties").toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> answers(begun));
    return begun;
  }

  private boolean answers(Process begun) throws IOException {
    if (!begun.isAlive()) {
      throw new IOException(Files.readString(folder.resolve("log")));
    }
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The bucket. */
  public Bucket bucket() {
    return bucket("media", KEYS);
  }

  /** One of another name, or asked by another. */
  public Bucket bucket(String name, BucketKeys keys) {
    return new Bucket(
        new BucketAddress(endpoint(), "us-east-1", name, true),
        keys,
        Optional.empty(),
        InstantSource.system());
  }

  /** Where it listens. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The right keys. */
  public BucketKeys keys() {
    return KEYS;
  }

  /** Where it has an object. */
  public Path object(String key) {
    return folder.resolve("buckets").resolve("media").resolve(key);
  }

  /** Ends it without its knowing. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Starts it again with what it has stored. */
  public void startAgain() throws IOException {
    process = begin();
  }

  @Override
  public void close() throws IOException {
    // The process has nothing to tidy up, and its folder goes with it.
    process.destroyForcibly().onExit().join();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
