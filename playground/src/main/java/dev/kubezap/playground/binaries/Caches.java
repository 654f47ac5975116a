package dev.kubezap.playground.binaries;

import java.nio.file.Path;
import java.util.Map;

/** Where programs are kept that can be had again, outside of any playground's own data. */
public final class Caches {

  private Caches() {}

  /** {@code $XDG_CACHE_HOME/kubezap}, or {@code ~/.cache/kubezap}. */
  public static Path folder(Map<String, String> environment) {
    var cache = environment.get("XDG_CACHE_HOME");
    var base =
        cache == null || cache.isBlank()
            ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".cache")
            : Path.of(cache);
    return base.resolve("kubezap");
  }
}
