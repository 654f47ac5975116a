package dev.kubezap.pod.config;

/** How much the log says. */
public enum LogLevel {
  ERROR,
  WARN,
  INFO,
  DEBUG,
  TRACE
}
