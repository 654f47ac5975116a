package dev.kubezap.database;

import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.flywaydb.core.api.resource.LoadableResource;

/** One migration that Flyway runs. */
final class MigrationResource extends LoadableResource {
  private final String path;

  MigrationResource(String path) {
    this.path = path;
  }

  @Override
  public Reader read() {
    return new InputStreamReader(MigrationFiles.open(path), StandardCharsets.UTF_8);
  }

  @Override
  public String getAbsolutePath() {
    return path;
  }

  @Override
  public String getAbsolutePathOnDisk() {
    return path;
  }

  @Override
  public String getFilename() {
    return MigrationFiles.name(path);
  }

  @Override
  public String getRelativePath() {
    return path;
  }
}
