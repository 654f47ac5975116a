package dev.kubezap.pod.ownership;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How PostgreSQL carried out each statement of a session's role (auto_explain). The role's plans
 * are generic: made once for a prepared statement, whatever its parameters, and kept.
 */
public final class PlanLog {
  /** A line that begins an entry has the prefix of the default settings: time, zone and process. */
  private static final Pattern PLAN =
      Pattern.compile(
          "plan:\\s*(\\{.*?)(?=^\\d{4}-\\d\\d-\\d\\d |\\z)", Pattern.MULTILINE | Pattern.DOTALL);

  private final ObjectMapper json = new ObjectMapper();
  private long read;

  private PlanLog() {}

  /** Has the plans of a session's role noted; before it logs in. */
  public static PlanLog of(long session) throws SQLException {
    String role = TestDatabase.address(session).user();
    for (String setting :
        List.of(
            "session_preload_libraries = 'auto_explain'",
            "auto_explain.log_min_duration = 0",
            "auto_explain.log_analyze = on",
            "auto_explain.log_timing = off",
            "auto_explain.log_buffers = on",
            "auto_explain.log_nested_statements = on",
            "auto_explain.log_format = 'json'",
            "plan_cache_mode = 'force_generic_plan'")) {
      TestDatabase.execute("alter role " + role + " set " + setting);
    }
    PlanLog log = new PlanLog();
    log.skip();
    return log;
  }

  /** Forgets what there is. */
  public void skip() throws SQLException {
    read = TestDatabase.number("select size from pg_stat_file('log/postgres.log')");
  }

  /** What came since. */
  public List<Executed> next() throws SQLException {
    List<Executed> plans = new ArrayList<>();
    try (Connection connection = TestDatabase.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select pg_read_file('log/postgres.log', " + read + ", 1 << 26)")) {
      row.next();
      Matcher matcher = PLAN.matcher(row.getString(1));
      while (matcher.find()) {
        plans.add(new Executed(json.readTree(matcher.group(1))));
      }
    } catch (JsonProcessingException e) {
      throw new AssertionError("a plan is no JSON", e);
    }
    skip();
    return plans;
  }

  /** A statement that was carried out. */
  public record Executed(JsonNode document) {
    public String text() {
      return document.path("Query Text").asText();
    }

    /** Pages that were looked at, those of the cache among them. */
    public long pages() {
      return document.path("Plan").path("Shared Hit Blocks").asLong()
          + document.path("Plan").path("Shared Read Blocks").asLong();
    }

    /** Rows that were read in vain. */
    public long removed() {
      return nodes().stream()
          .mapToLong(
              node ->
                  node.path("Actual Loops").asLong()
                      * (node.path("Rows Removed by Filter").asLong()
                          + node.path("Rows Removed by Join Filter").asLong()
                          + node.path("Rows Removed by Index Recheck").asLong()))
          .sum();
    }

    /** The steps of the plan that read a table. */
    public List<JsonNode> scans() {
      return nodes().stream().filter(node -> node.has("Relation Name")).toList();
    }

    private List<JsonNode> nodes() {
      List<JsonNode> nodes = new ArrayList<>();
      collect(document.path("Plan"), nodes);
      return nodes;
    }

    private static void collect(JsonNode node, List<JsonNode> nodes) {
      nodes.add(node);
      node.path("Plans").forEach(below -> collect(below, nodes));
    }

    @Override
    public String toString() {
      return document.toPrettyString();
    }
  }
}
