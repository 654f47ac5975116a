package dev.kubezap.gateway.stream;

import io.vertx.core.buffer.Buffer;

/** Writes events to one reader. Any thread may call. */
interface EventWriter {

  /** A session as it stands: its event's document. */
  void status(String type, Buffer document);

  /** An event, and the place behind it. */
  void event(String type, Buffer document, String place);

  /** The place alone. */
  void place(String place);

  /** Says that this side is there. */
  void heartbeat();

  /** Whether the reader is slower than what is written. */
  boolean isFull();

  /** How many bytes were written while it was full, since it was not. */
  long overdue();

  /** Has this called each time when it is not full any more. */
  void onDrain(Runnable then);

  /** Has this called when the reader is gone. */
  void onGone(Runnable then);

  /** Ends it: the reader may come back and go on where it was. */
  void close();

  /** Ends it at once, for a reader that does not read. */
  void cut();
}
