package dev.kubezap.database;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/** Answers Flyway's questions for files from a list instead of from a scan. */
record ListedResources(List<String> paths) implements ResourceProvider {

  ListedResources {
    paths = List.copyOf(paths);
  }

  @Override
  public @Nullable LoadableResource getResource(String name) {
    return paths.contains(name) ? new MigrationResource(name) : null;
  }

  @Override
  public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
    return paths.stream()
        .filter(path -> MigrationFiles.name(path).startsWith(prefix) && ends(path, suffixes))
        .<LoadableResource>map(MigrationResource::new)
        .toList();
  }

  private static boolean ends(String path, String[] suffixes) {
    return List.of(suffixes).stream().anyMatch(path.toLowerCase(Locale.ROOT)::endsWith);
  }
}
