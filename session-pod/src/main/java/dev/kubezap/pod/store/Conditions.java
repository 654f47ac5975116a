package dev.kubezap.pod.store;

import dev.kubezap.pod.ownership.Parameters;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A condition that grows, with the parameters that it takes. */
final class Conditions {
  private final StringBuilder sql;
  private final List<Parameters.Binder> binders = new ArrayList<>();
  private Optional<String> names = Optional.empty();

  Conditions(String select, long sessionId) {
    sql = new StringBuilder(select);
    binders.add(parameters -> parameters.number(sessionId));
  }

  Conditions and(String condition, Parameters.Binder binder) {
    sql.append(" and ").append(condition);
    binders.add(binder);
    return this;
  }

  /** Asks once for each of these names, which the conditions know as n. */
  void each(String source, Parameters.Binder binder) {
    names = Optional.of(source);
    binders.addFirst(binder);
  }

  /** How many rows there are. */
  String count() {
    return "select count(*) from ("
        + names
            .map(
                source ->
                    "select 1 from " + source + " cross join lateral (" + sql + " offset 0) p")
            .orElseGet(sql::toString)
        + ") counted";
  }

  String sql() {
    return sql.toString();
  }

  /**
   * Rows in an order.
   *
   * @param skip how many of the first are left out
   */
  String sql(String order, int limit, int skip) {
    String first = " order by " + order + " limit " + (limit + skip);
    String page = " order by " + order + " limit " + limit + " offset " + skip;
    return names
        .map(
            source ->
                "select p.* from "
                    + source
                    + " cross join lateral ("
                    + sql
                    + first
                    + " offset 0) p"
                    + page)
        .orElseGet(() -> sql + page);
  }

  void bind(Parameters parameters) throws SQLException {
    for (Parameters.Binder binder : binders) {
      binder.bind(parameters);
    }
  }
}
