package dev.kubezap.pod.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The packaged pod, started as {@code session-pod/run} does: with its options file, and with the
 * AOT cache when one was recorded after the jar was made.
 *
 * @param folder the folder of jar, options and cache
 * @param cacheOptions what is done about the cache
 */
record PackagedPod(Path folder, List<String> cacheOptions) {

  private static final String CACHE = "session-pod.aot";

  /** As the build left it. */
  static PackagedPod read() throws IOException {
    Path jar =
        Path.of(Objects.requireNonNull(System.getProperty("kubezap.pod"), "kubezap.pod"))
            .toAbsolutePath();
    Path folder = Objects.requireNonNull(jar.getParent(), "folder of the jar");
    Path cache = folder.resolve(CACHE);
    boolean recorded =
        Files.exists(cache)
            && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) > 0;
    PackagedPod pod = new PackagedPod(folder, List.of());
    return recorded ? new PackagedPod(folder, List.of("-XX:AOTCache=" + pod.seen(CACHE))) : pod;
  }

  /** The same, which records a cache when it ends. */
  PackagedPod recording() {
    // Without the profiles of the run, which the options file does without.
    return new PackagedPod(
        folder,
        List.of("-XX:AOTCacheOutput=" + seen(CACHE), "-XX:-AOTRecordTraining", "-Xlog:aot=error"));
  }

  /** The same, which does not start when its cache does not fit. */
  PackagedPod requiringItsCache() {
    List<String> options = new ArrayList<>(cacheOptions);
    options.add("-XX:AOTMode=on");
    return new PackagedPod(folder, options);
  }

  /** The same without a cache: none fits a process with an agent. */
  PackagedPod withoutCache() {
    return new PackagedPod(folder, List.of());
  }

  /** Where the cache is, once there is one. */
  Path cache() {
    return folder.resolve(CACHE);
  }

  /**
   * A file of the folder as the process sees it: in the root file system of a container image that
   * is below {@code kubezap.pod.folder}, and {@code kubezap.pod.java} runs the image's Java there.
   */
  private String seen(String file) {
    return Path.of(System.getProperty("kubezap.pod.folder", folder.toString()), file).toString();
  }

  /** The command of a process. */
  List<String> command(boolean databaseElsewhere) {
    List<String> command = new ArrayList<>();
    command.add(
        System.getProperty(
            "kubezap.pod.java",
            Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.add("@" + seen("jvm.options"));
    if (!databaseElsewhere) {
      command.add("-Xmx192m");
    }
    command.addAll(cacheOptions);
    command.addAll(List.of("-jar", seen("session-pod.jar")));
    return command;
  }
}
