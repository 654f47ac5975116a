package dev.kubezap.pod.store;

/** A cursor that no list gave. */
public final class BadCursorException extends RuntimeException {
  BadCursorException() {
    super("the cursor is not one of this list", null, false, false);
  }
}
