package dev.kubezap.database;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How a migration is run, which its first line says. */
sealed interface MigrationScript {

  /** In one short transaction; the rule. */
  record AtOnce() implements MigrationScript {}

  /**
   * Statement by statement, each for as long as it takes, while others write.
   *
   * @param statements none of which keeps anybody from writing
   */
  record Online(List<String> statements) implements MigrationScript {
    public Online {
      statements = List.copyOf(statements);
    }
  }

  /**
   * Some rows of a table at a time, in the order of its primary key.
   *
   * @param table without its schema
   * @param statement with {@link #BATCH} for the condition that names the rows
   */
  record Batches(String table, String statement) implements MigrationScript {}

  /** Where a statement that goes by batches has the condition of one. */
  String BATCH = "{batch}";

  /** First line of a migration that runs while others write. */
  String ONLINE = "-- online";

  /** First line of one that goes by batches, before the name of the table. */
  String BATCHES = "-- batches of ";

  /** What keeps nobody from writing, however long it takes. */
  Pattern HARMLESS =
      Pattern.compile(
          "(create (unique )?index concurrently|drop index concurrently|analyze) .*"
              + "|alter table \\w+ validate constraint \\w+",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /**
   * Reads one.
   *
   * @param name of the file, for complaints
   * @throws IllegalArgumentException when its first line promises what the rest does not keep
   */
  static MigrationScript parse(String name, String text) {
    String first = text.lines().findFirst().orElse("").strip();
    if (first.equals(ONLINE)) {
      return online(name, text);
    }
    return first.startsWith(BATCHES)
        ? batches(name, first.substring(BATCHES.length()).strip(), text)
        : new AtOnce();
  }

  private static MigrationScript online(String name, String text) {
    List<String> statements = statements(text);
    for (String statement : statements) {
      if (!HARMLESS.matcher(statement).matches()) {
        throw new IllegalArgumentException(
            name + " is to run while others write, who would be kept from it by: " + statement);
      }
    }
    return new Online(statements);
  }

  private static MigrationScript batches(String name, String table, String text) {
    List<String> statements = statements(text);
    if (!table.matches("\\w+")) {
      throw new IllegalArgumentException(name + " says no table: " + BATCHES + "<table>");
    }
    if (statements.size() != 1 || count(statements.getFirst()) != 1) {
      throw new IllegalArgumentException(
          name + " has to be one statement with one " + BATCH + " for the rows of a batch");
    }
    return new Batches(table, statements.getFirst());
  }

  private static int count(String statement) {
    Matcher found = Pattern.compile(Pattern.quote(BATCH)).matcher(statement);
    return (int) found.results().count();
  }

  /** Without comments, each of which has a line of its own. */
  private static List<String> statements(String text) {
    String bare =
        String.join("\n", text.lines().filter(line -> !line.strip().startsWith("--")).toList());
    return Stream.of(bare.split(";", -1))
        .map(String::strip)
        .filter(statement -> !statement.isEmpty())
        .toList();
  }
}
