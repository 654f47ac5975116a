package dev.kubezap.whatsapp.connection;

import dev.kubezap.whatsapp.crypto.RandomBytes;
import java.nio.ByteBuffer;

/** Ids of queries: a random start per connection, as the web client has it, and a count. */
final class StanzaIds {

  private final String start;
  private long count;

  private StanzaIds(String start) {
    this.start = start;
  }

  static StanzaIds drawn(RandomBytes random) {
    ByteBuffer bytes = ByteBuffer.wrap(random.next(4));
    return new StanzaIds(
        Short.toUnsignedInt(bytes.getShort()) + "." + Short.toUnsignedInt(bytes.getShort()) + "-");
  }

  String next() {
    return start + ++count;
  }
}
