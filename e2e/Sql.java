import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;

/**
 * Prints the first value of a query's first row, or runs the statements of a file that is named as @FILE. Arguments: JDBC URL, user, password,
 * query. Run from its source by e2e/steps.
 */
final class Sql {
  public static void main(String[] arguments) throws Exception {
    // As psql sends it: the driver alone does not find where each statement of a dump ends.
    String url = arguments[0] + "?preferQueryMode=simple";
    String query = arguments[3];
    try (Connection connection = DriverManager.getConnection(url, arguments[1], arguments[2]);
        Statement statement = connection.createStatement()) {
      if (query.startsWith("@")) {
        statement.execute(Files.readString(Path.of(query.substring(1))));
        return;
      }
      try (ResultSet result = statement.executeQuery(query)) {
        result.next();
        System.out.println(result.getString(1));
      }
    }
  }
}
