package dev.kubezap.database;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;

/**
 * One migration.
 *
 * @param path where it is on the class path
 * @param text what stands in it
 * @param script how it is run
 */
record MigrationFile(String path, String text, MigrationScript script) {

  static MigrationFile read(String path) {
    String text = MigrationFiles.text(path);
    return new MigrationFile(path, text, MigrationScript.parse(MigrationFiles.name(path), text));
  }

  int number() {
    return MigrationFiles.number(path);
  }

  /** What it does, such as {@code stored once}. */
  String description() {
    String name = MigrationFiles.name(path);
    return name.substring(name.indexOf("__") + 2, name.lastIndexOf('.')).replace('_', ' ');
  }

  /** Whether it is run by Flyway, as one transaction. */
  boolean atOnce() {
    return script instanceof MigrationScript.AtOnce;
  }

  /** What Flyway notes when it has been run. */
  JavaMigration noted() {
    return new Noted(this);
  }

  /**
   * A migration that was run already when Flyway comes to it: while Flyway runs one, its own
   * transactions keep dead rows from being removed, and the making of an index would wait for them.
   */
  private record Noted(MigrationFile file) implements JavaMigration {
    @Override
    public void migrate(Context context) {
      // It was run before.
    }

    @Override
    public MigrationVersion getVersion() {
      return MigrationVersion.fromVersion(Integer.toString(file.number()));
    }

    @Override
    public String getDescription() {
      return file.description();
    }

    @Override
    public Integer getChecksum() {
      var sum = new CRC32();
      sum.update(file.text().getBytes(StandardCharsets.UTF_8));
      return (int) sum.getValue();
    }

    @Override
    public boolean canExecuteInTransaction() {
      return true;
    }
  }
}
