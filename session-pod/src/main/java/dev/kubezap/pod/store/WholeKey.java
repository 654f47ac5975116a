package dev.kubezap.pod.store;

/**
 * SQL for changing the rows that a list of keys names, in the one form in which PostgreSQL has no
 * choice but to look each of them up by its whole primary key, whatever it believes of the table
 * and however long it keeps the plan (docs/decisions/2026-11-whole-key.md has the other forms, and
 * how each of them went wrong):
 *
 * <ul>
 *   <li>all parts of the key come from one sub-select that {@code offset 0} keeps apart: the table
 *       has no condition of its own by which an index could give all of the session's rows;
 *   <li>the session is compared by {@code = any (array[...])}: nothing can be merged by that, so
 *       that reading a whole index in its order is no way to the rows either.
 * </ul>
 *
 * <p>It takes a connection without sequential scans, and a table whose policies and other indexes
 * leave the columns of its primary key alone; {@code WholeKeyTest} holds every statement to it.
 */
public final class WholeKey {
  /**
   * That table {@code t} has the session of the keys {@code k}; every other part is compared by =.
   */
  public static final String SAME_SESSION = "t.session_id = any (array[k.session_id])";

  /**
   * That a row has the session of a parameter, in a form that no index serves: for rows that are
   * found by something else, which the planner is not to exchange for all rows of the session.
   */
  public static final String OF_SESSION = "session_id + 0 = ?";

  private WholeKey() {}

  /**
   * The keys {@code k}, one for each element of the arrays, with the session as the first
   * parameter.
   *
   * @param arrays parameters, such as {@code ?::uuid[], ?::text[]}
   * @param columns their names, such as {@code id, status}
   */
  public static String keys(String arrays, String columns) {
    return "(select ?::bigint as session_id, a.* from unnest("
        + arrays
        + ") a ("
        + columns
        + ") offset 0) k";
  }

  /** Deletes the rows of a table that a list of keys names; the session is the first parameter. */
  public static String delete(String table, String arrays, String... columns) {
    StringBuilder sql =
        new StringBuilder("delete from kubezap." + table + " t using ")
            .append(keys(arrays, String.join(", ", columns)))
            .append(" where ")
            .append(SAME_SESSION);
    for (String column : columns) {
      sql.append(" and t.").append(column).append(" = k.").append(column);
    }
    return sql.toString();
  }
}
