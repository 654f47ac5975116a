package dev.kubezap.pod.store;

/**
 * Bounds a page of rows by the bytes of their encrypted parts, not only by their number: the driver
 * holds all rows of an answer at once, and one row may be a hundred times as long as another.
 */
public final class PageBytes {
  private static final int MOST = 1 << 19;

  private PageBytes() {}

  /**
   * A page with one more column at its end, whether the row is within the bound. That of the first
   * row always is; rows beyond it come without their encrypted part, so that their number shows
   * that there are more.
   *
   * @param columns of the page, {@code sealed} among them
   * @param page a query that is bounded by number and chooses the rows by an index, so that nothing
   *     beyond them is looked at
   * @param order of the page
   */
  public static String bounded(String columns, String page, String order) {
    return "select "
        + columns.replace("sealed", "case when fits then sealed end")
        + ", fits from (select *, coalesce(sum(octet_length(sealed)) over (order by "
        + order
        + " rows between unbounded preceding and 1 preceding), 0) < "
        + MOST
        + " as fits from ("
        + page
        + ") chosen) measured order by "
        + order;
  }
}
