package dev.kubezap.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The primary key of a table, as conditions in SQL.
 *
 * @param table with its schema
 * @param columns in the order of the key
 * @param types of the columns
 */
record PrimaryKey(String table, List<String> columns, List<String> types) {
  private static final String COLUMNS =
      """
      select quote_ident(a.attname), format_type(a.atttypid, a.atttypmod)
        from pg_index i
        cross join unnest(i.indkey::smallint[]) with ordinality k (attnum, place)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
       where i.indrelid = ?::regclass and i.indisprimary
       order by k.place
      """;

  PrimaryKey {
    columns = List.copyOf(columns);
    types = List.copyOf(types);
  }

  static PrimaryKey of(Connection connection, String table) throws SQLException {
    List<String> columns = new ArrayList<>();
    List<String> types = new ArrayList<>();
    String qualified = Migrations.SCHEMA + "." + table;
    try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
      statement.setString(1, qualified);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          columns.add(rows.getString(1));
          types.add(rows.getString(2));
        }
      }
    }
    if (columns.isEmpty()) {
      throw new SQLException("table " + qualified + " has no primary key to go through it by");
    }
    return new PrimaryKey(qualified, columns, types);
  }

  /**
   * Asks for the last key of the next rows: parameters are a key when there is one, and a number.
   * The order is by the columns and not by the texts that are asked for, which have their names.
   */
  String lastOfNext(boolean after) {
    return "select "
        + columns.stream().map(column -> "t." + column + "::text").collect(Collectors.joining(", "))
        + " from "
        + table
        + " t"
        + (after ? " where " + compared(">") : "")
        + " order by "
        + columns.stream().map(column -> "t." + column).collect(Collectors.joining(", "))
        + " offset ? limit 1";
  }

  /** A condition whose parameters are a key. */
  String compared(String operator) {
    return "("
        + String.join(", ", columns)
        + ") "
        + operator
        + " ("
        + types.stream().map(type -> "?::" + type).collect(Collectors.joining(", "))
        + ")";
  }

  /** The condition of a batch: after a key, if there is one, and up to one, if there is one. */
  String between(boolean after, boolean upTo) {
    List<String> conditions = new ArrayList<>();
    if (after) {
      conditions.add(compared(">"));
    }
    if (upTo) {
      conditions.add(compared("<="));
    }
    return conditions.isEmpty() ? "true" : "(" + String.join(" and ", conditions) + ")";
  }

  /** The key in a row that has its columns as texts. */
  List<String> read(ResultSet row) throws SQLException {
    List<String> key = new ArrayList<>(Collections.nCopies(columns.size(), ""));
    for (int i = 0; i < columns.size(); i++) {
      key.set(i, row.getString(i + 1));
    }
    return key;
  }
}
