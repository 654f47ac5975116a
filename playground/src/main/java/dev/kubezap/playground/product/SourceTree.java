package dev.kubezap.playground.product;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The repository's folder and how its programs are started from there.
 *
 * @param root the repository's folder
 * @param javaHome the JDK that runs them
 */
public record SourceTree(Path root, Path javaHome) {

  /** Quiet about what Netty and Protobuf do with a current JDK. */
  private static final List<String> QUIET =
      List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED");

  /**
   * The command of the session pod's image; {@code {root}} is the container's folder. The options
   * are those of {@code session-pod/run}, and so is the AOT cache when one was recorded.
   */
  public List<String> sessionPod() {
    var application = root.resolve("session-pod/target/app");
    var jar = application.resolve("session-pod.jar");
    var cache = application.resolve("session-pod.aot");
    var command = new ArrayList<String>();
    command.add(javaHome.resolve("bin/java").toString());
    command.add("@" + application.resolve("jvm.options"));
    if (isNewer(cache, jar)) {
      command.add("-XX:AOTCache=" + cache);
    }
    command.addAll(List.of("-Djava.io.tmpdir={root}/tmp", "-jar", jar.toString()));
    return command;
  }

  /** The operator's command. */
  public List<String> operator() {
    return java(
        List.of("-XX:+UseSerialGC", "-Xmx192m", "-XX:TieredStopAtLevel=1"),
        "-jar",
        root.resolve("operator/target/quarkus-app/quarkus-run.jar").toString());
  }

  /** The gateway's command. */
  public List<String> gateway() {
    return java(
        List.of("-XX:+UseSerialGC", "-Xmx128m", "-XX:TieredStopAtLevel=1"),
        "-jar",
        root.resolve("gateway/target/quarkus-app/quarkus-run.jar").toString());
  }

  /** The simulator's command, which keeps its world in this folder. */
  public List<String> simulator(Path data, int port, int controlPort) {
    var libraries = root.resolve("playground/target/lib") + "/*";
    var command =
        java(List.of("-XX:+UseSerialGC", "-Xmx192m", "-XX:TieredStopAtLevel=1"), "-cp", libraries);
    command.addAll(
        List.of(
            "dev.kubezap.simulator.command.Main",
            "--data",
            data.toString(),
            "--port",
            Integer.toString(port),
            "--control-port",
            Integer.toString(controlPort)));
    return command;
  }

  /** The script that builds the control plane. */
  public Path controlPlaneBuild() {
    return root.resolve("playground/control-plane/build");
  }

  /** What the operator may do. */
  List<Path> operatorRights() {
    return List.of(
        root.resolve("operator/kubernetes/rights.yaml"),
        root.resolve("operator/kubernetes/class-rights.yaml"));
  }

  /** What the gateway may do. */
  List<Path> gatewayRights() {
    return List.of(root.resolve("gateway/kubernetes/rights.yaml"));
  }

  /** What every Java process gets of this process's environment. */
  public Map<String, String> environment() {
    return Map.of(
        "PATH",
        System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"),
        "JAVA_HOME",
        javaHome.toString(),
        "LANG",
        "C.UTF-8",
        "MALLOC_ARENA_MAX",
        "2");
  }

  private List<String> java(List<String> options, String... rest) {
    var command = new ArrayList<String>();
    command.add(javaHome.resolve("bin/java").toString());
    command.addAll(options);
    command.addAll(QUIET);
    command.addAll(List.of(rest));
    return command;
  }

  private static boolean isNewer(Path file, Path than) {
    try {
      return Files.exists(file)
          && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(than)) > 0;
    } catch (IOException e) {
      // Without the cache the session starts too, only later.
      return false;
    }
  }
}
