package dev.kubezap.playground.process;

/** A part that is away until this is closed. */
public interface Absence extends AutoCloseable {

  /** Lets the part come back; again does nothing. */
  @Override
  void close();
}
