package dev.kubezap.operator.settings;

import java.time.Duration;

/**
 * How several operators agree on the one that works.
 *
 * @param namespace of the Lease
 * @param holder this operator's name in it, unlike that of any other
 * @param duration how long a leader that says nothing is still taken for one
 */
public record LeaseSettings(String namespace, String holder, Duration duration) {

  /** The Lease's name. */
  public static final String NAME = "kubezap-operator";
}
