package dev.kubezap.pod.e2e;

import java.time.Duration;

/** Something that a session needs goes away, and comes back. */
record Outage(String name, Action begin, Check meanwhile, Action end) {
  /** Changes the world. */
  interface Action {
    void run() throws Exception;
  }

  /** Fails when a session does not show what it must while something is away. */
  interface Check {
    void after(Duration time) throws Exception;
  }

  /** One that need not show. */
  static Outage unseen(String name, Action begin, Action end) {
    return new Outage(name, begin, time -> {}, end);
  }

  @Override
  public String toString() {
    return name;
  }
}
