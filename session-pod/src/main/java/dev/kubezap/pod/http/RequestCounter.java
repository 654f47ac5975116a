package dev.kubezap.pod.http;

/** Counts answers; cheap, does not wait. */
@FunctionalInterface
public interface RequestCounter {
  void answered(String method, int status);
}
