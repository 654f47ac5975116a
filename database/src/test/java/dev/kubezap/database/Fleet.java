package dev.kubezap.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A database as an operator has it: its login owns the schema and may make roles, and is no
 * superuser. Passwords are asked for.
 */
final class Fleet implements AutoCloseable {
  static final String OWNER = "fleet";

  private final Path access;
  private final EmbeddedPostgres postgres;

  Fleet() throws IOException, SQLException {
    access = Files.createTempFile("pg_hba", ".conf");
    Files.setPosixFilePermissions(access, PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(
        access,
        """
        host all postgres 127.0.0.1/32 trust
        host all all 127.0.0.1/32 scram-sha-256
        """);
    postgres =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "off")
            .setServerConfig("hba_file", access.toString())
            .start();
    try (Connection admin = admin("postgres")) {
      ExampleRows.execute(admin, "create role fleet login createrole password 'fleet'");
      ExampleRows.execute(admin, "create database fleet owner fleet");
    }
    Migrations.run(url(), OWNER, OWNER);
    try (Connection owner = owner()) {
      SessionRoles.prepare(owner);
    }
  }

  String url() {
    return url("fleet");
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + database;
  }

  Connection owner() throws SQLException {
    return connect(OWNER, OWNER);
  }

  Connection connect(String user, String password) throws SQLException {
    return DriverManager.getConnection(url(), user, password);
  }

  /** As superuser, in the fleet's database. */
  Connection admin() throws SQLException {
    return admin("fleet");
  }

  private Connection admin(String database) throws SQLException {
    return DriverManager.getConnection(url(database), "postgres", "");
  }

  /** A new session with a role whose password is the role's name. */
  long admit(String name) throws SQLException {
    try (Connection owner = owner()) {
      long session = SessionRows.register(owner, "shop", name, new SecureRandom());
      SessionRoles.admit(owner, session, SessionRoles.nameOf(session));
      return session;
    }
  }

  /** Logged in as a session's pod. */
  Connection pod(long session) throws SQLException {
    return connect(SessionRoles.nameOf(session), SessionRoles.nameOf(session));
  }

  static List<String> texts(Connection connection, String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }

  @Override
  public void close() throws IOException {
    postgres.close();
    Files.delete(access);
  }
}
