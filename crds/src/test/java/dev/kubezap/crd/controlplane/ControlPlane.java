package dev.kubezap.crd.controlplane;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * etcd, API server and the controllers that need no node, as local processes on loopback. There is
 * no kubelet: a test plays it by writing pod statuses.
 */
public final class ControlPlane implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String TOKEN = "administrator";
  private static final String CONTROLLERS =
      "serviceaccount-controller,namespace-controller,garbage-collector-controller,statefulset-controller,"
          + "persistentvolumeclaim-protection-controller,endpointslice-controller,root-ca-certificate-publisher-controller,"
          + "disruption-controller";

  private final Binaries binaries;
  private final Path folder;
  private final List<Process> processes = new ArrayList<>();
  private final int port;

  private ControlPlane(Binaries binaries, Path folder, int port) {
    this.binaries = binaries;
    this.folder = folder;
    this.port = port;
  }

  /**
   * Starts etcd and the API server and waits until they are ready.
   *
   * @param folder an empty folder for data and logs
   * @throws IllegalStateException when the programs are missing or one ends early
   */
  static ControlPlane start(Path folder) {
    var plane = new ControlPlane(Binaries.ofEnvironment(), folder, freePort());
    try {
      plane.startServers();
      plane.await("the API server", client -> "ok".equals(client.raw("/readyz")));
      return plane;
    } catch (IOException e) {
      plane.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      plane.close();
      throw e;
    }
  }

  /** How an administrator reaches the API server. */
  public Config config() {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("https://127.0.0.1:" + port)
        .withTrustCerts(true)
        .withOauthToken(TOKEN)
        .withNamespace("default")
        .build();
  }

  /** A new client with all rights; the caller closes it. */
  public KubernetesClient client() {
    return new KubernetesClientBuilder().withConfig(config()).build();
  }

  /** A kubeconfig file for programs, with all rights. */
  public Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  private void startServers() throws IOException {
    writeFiles();
    String etcd = "http://127.0.0.1:" + freePort();
    start(
        "etcd",
        "--data-dir=etcd",
        "--unsafe-no-fsync",
        "--listen-client-urls=" + etcd,
        "--advertise-client-urls=" + etcd,
        "--listen-peer-urls=http://127.0.0.1:0");
    start(
        "kube-apiserver",
        "--etcd-servers=" + etcd,
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        "--secure-port=" + port,
        "--cert-dir=certificates",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-signing-key-file=service-accounts.pem",
        "--service-account-key-file=service-accounts.pem",
        "--authorization-mode=RBAC",
        "--token-auth-file=tokens.csv",
        "--service-cluster-ip-range=10.96.0.0/16",
        "--endpoint-reconciler-type=none");
  }

  /**
   * Starts the controllers. Those that were started before a custom resource is defined learn of it
   * up to half a minute late, so definitions come first.
   */
  void startControllers() {
    try {
      start(
          "kube-controller-manager",
          "--kubeconfig=kubeconfig",
          "--service-account-private-key-file=service-accounts.pem",
          "--leader-elect=false",
          "--bind-address=127.0.0.1",
          "--secure-port=0",
          "--controllers=" + CONTROLLERS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await(
        "the controllers",
        client ->
            client.serviceAccounts().inNamespace("default").withName("default").get() != null);
  }

  private void writeFiles() throws IOException {
    Files.writeString(
        folder.resolve("tokens.csv"), TOKEN + ",administrator,1,\"system:masters\"\n");
    Files.writeString(folder.resolve("service-accounts.pem"), privateKey());
    Files.writeString(
        kubeconfig(),
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: test, cluster: {server: "https://127.0.0.1:%d", insecure-skip-tls-verify: true}}]
        users: [{name: test, user: {token: %s}}]
        contexts: [{name: test, context: {cluster: test, user: test, namespace: default}}]
        current-context: test
        """
            .formatted(port, TOKEN));
  }

  private static String privateKey() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
      String text =
          Base64.getMimeEncoder(64, "\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII))
              .encodeToString(key);
      return "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void start(String program, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(binaries.path(program).toString());
    command.addAll(List.of(arguments));
    processes.add(
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(program + ".log").toFile())
            .start());
  }

  private void await(String what, Predicate<KubernetesClient> ready) {
    try (KubernetesClient client = client()) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!answers(client, ready)) {
        for (Process process : processes) {
          if (!process.isAlive()) {
            throw new IllegalStateException(
                process.info().command().orElse("a program") + " ended; its log is in " + folder);
          }
        }
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              what + " did not come up in " + PATIENCE + "; logs are in " + folder);
        }
        pause();
      }
    }
  }

  private static boolean answers(KubernetesClient client, Predicate<KubernetesClient> ready) {
    try {
      return ready.test(client);
    } catch (KubernetesClientException e) {
      return false; // not listening yet, or not authorised before its roles exist
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the control plane starts", e);
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the processes, the youngest first. */
  @Override
  public void close() {
    for (Process process : processes.reversed()) {
      process.destroy();
      try {
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
