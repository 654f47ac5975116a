package dev.kubezap.database;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.flywaydb.core.api.resource.LoadableResource;

/** One migration of the class path, read without scanning it: scanning fails in packed runners. */
final class MigrationResource extends LoadableResource {
  private final String filename;

  MigrationResource(String filename) {
    this.filename = filename;
  }

  @Override
  public Reader read() {
    InputStream stream = Migrations.class.getResourceAsStream("/" + getRelativePath());
    if (stream == null) {
      throw new IllegalStateException(
          "migration " + getRelativePath() + " is not on the class path");
    }
    return new InputStreamReader(stream, StandardCharsets.UTF_8);
  }

  @Override
  public String getAbsolutePath() {
    return getRelativePath();
  }

  @Override
  public String getAbsolutePathOnDisk() {
    return getRelativePath();
  }

  @Override
  public String getFilename() {
    return filename;
  }

  @Override
  public String getRelativePath() {
    return Migrations.FOLDER + "/" + filename;
  }
}
