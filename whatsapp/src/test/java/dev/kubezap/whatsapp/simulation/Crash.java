package dev.kubezap.whatsapp.simulation;

/** The process is gone at this instant: nobody catches it, nothing is cleaned up. */
final class Crash extends Error {
  private static final long serialVersionUID = 1L;

  Crash() {
    super("killed here", null, false, false);
  }
}
