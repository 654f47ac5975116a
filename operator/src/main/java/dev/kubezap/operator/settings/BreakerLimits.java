package dev.kubezap.operator.settings;

/**
 * When many refusals are too many.
 *
 * @param refusals how many sessions at least: a few are their own affair
 * @param percent how many of a hundred that are linked, from 1 to 100
 */
public record BreakerLimits(int refusals, int percent) {

  private static final int WHOLE = 100;

  /**
   * Whether nobody else should try.
   *
   * @param refused sessions that were refused lately
   * @param linked sessions that are linked, or were until they were refused
   */
  public boolean exceeded(long refused, long linked) {
    return refused >= refusals && refused * WHOLE >= linked * percent;
  }
}
