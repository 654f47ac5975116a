import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;

/** Prints the first value of a query's first row. Arguments: JDBC URL, user, password, query. Run from its source by e2e/steps. */
final class Sql {
  public static void main(String[] arguments) throws Exception {
    try (Connection connection = DriverManager.getConnection(arguments[0], arguments[1], arguments[2]);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(arguments[3])) {
      result.next();
      System.out.println(result.getString(1));
    }
  }
}
