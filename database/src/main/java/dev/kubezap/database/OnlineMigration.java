package dev.kubezap.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes indexes and checks constraints while others write. Each statement is by itself; an index of
 * which the making was broken off is made anew.
 */
final class OnlineMigration {
  private static final Pattern INDEX =
      Pattern.compile(
          "create (?:unique )?index concurrently (\\w+) .*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final String VALID =
      "select indisvalid and indisready from pg_index where indexrelid = to_regclass(?)";

  private final Connection connection;
  private final List<String> statements;

  OnlineMigration(Connection connection, List<String> statements) {
    this.connection = connection;
    this.statements = List.copyOf(statements);
  }

  void run() throws SQLException {
    for (String statement : statements) {
      Matcher index = INDEX.matcher(statement);
      if (index.matches()) {
        create(Migrations.SCHEMA + "." + index.group(1), statement);
      } else {
        execute(statement);
      }
    }
  }

  private void create(String index, String statement) throws SQLException {
    Optional<Boolean> valid = valid(index);
    if (valid.isPresent() && valid.get()) {
      return;
    }
    if (valid.isPresent()) {
      execute("drop index concurrently if exists " + index);
    }
    execute(statement);
  }

  private Optional<Boolean> valid(String index) throws SQLException {
    try (PreparedStatement asked = connection.prepareStatement(VALID)) {
      asked.setString(1, index);
      try (ResultSet row = asked.executeQuery()) {
        return row.next() ? Optional.of(row.getBoolean(1)) : Optional.empty();
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
