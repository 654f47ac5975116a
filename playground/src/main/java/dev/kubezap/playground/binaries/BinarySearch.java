package dev.kubezap.playground.binaries;

import dev.kubezap.playground.terminal.Terminal;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The ways to the programs in their order: the folder that the user names, what is installed, the
 * cache, the official downloads, a build from Go modules.
 */
public final class BinarySearch {

  /** Selectable fields of custom resources, which our resources use, came with this one. */
  private static final int LEAST_MINOR = 32;

  private final List<BinarySource> sources;

  BinarySearch(List<BinarySource> sources) {
    this.sources = List.copyOf(sources);
  }

  /**
   * The usual ways.
   *
   * @param environment this process's environment
   * @param script {@code playground/control-plane/build}
   */
  public static BinarySearch usual(
      Map<String, String> environment, Path script, Terminal terminal) {
    var versions = Versions.PINNED;
    var cache = Caches.folder(environment).resolve("control-plane").resolve(versions.kubernetes());
    var sources = new ArrayList<BinarySource>();
    Optional.ofNullable(environment.get("KUBEZAP_CONTROL_PLANE_DIR"))
        .filter(folder -> !folder.isBlank())
        .ifPresent(folder -> sources.add(new NamedFolder(Path.of(folder))));
    sources.add(new InstalledPrograms(searchPath(environment), LEAST_MINOR));
    sources.add(() -> ControlPlaneBinaries.in(cache, "the cache " + cache));
    sources.add(
        new OfficialDownload(
            mirror(environment, "KUBEZAP_KUBERNETES_RELEASES", "https://dl.k8s.io"),
            mirror(
                environment,
                "KUBEZAP_ETCD_RELEASES",
                "https://github.com/etcd-io/etcd/releases/download"),
            versions,
            architecture(System.getProperty("os.arch")),
            cache,
            terminal));
    sources.add(new ModuleBuild(script, cache));
    return new BinarySearch(sources);
  }

  /** The programs from the first way that leads to them. */
  public ControlPlaneBinaries find() throws BinariesException, InterruptedException {
    for (var source : sources) {
      var found = source.find();
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new BinariesException(
        "No control plane: name a folder with etcd, kube-apiserver, kube-controller-manager and"
            + " kubectl in KUBEZAP_CONTROL_PLANE_DIR.");
  }

  private static URI mirror(Map<String, String> environment, String variable, String official) {
    var named = environment.getOrDefault(variable, "");
    return URI.create((named.isBlank() ? official : named.strip()).replaceFirst("/+$", ""));
  }

  private static List<Path> searchPath(Map<String, String> environment) {
    return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(Path::of)
        .toList();
  }

  /** The releases' name of a processor, by Java's. */
  static String architecture(String java) {
    return java.equals("aarch64") ? "arm64" : "amd64";
  }
}
