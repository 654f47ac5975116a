package dev.kubezap.pod.log;

import java.util.logging.LogManager;

/**
 * The JDK's logging without its configuration file, and without its own end: the JDK takes all
 * handlers away as soon as a signal comes, while the pod has yet to say how it ended.
 */
public final class PodLogManager extends LogManager {

  /** Called by the JDK. */
  public PodLogManager() {}

  @Override
  public void readConfiguration() {
    // What is logged, and how, is said by ProcessLog.
  }

  @Override
  public void reset() {
    // Nothing to give back: lines are written at once.
  }
}
