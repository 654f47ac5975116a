package dev.kubezap.pod.media;

import dev.kubezap.pod.store.RecordCipher;
import dev.kubezap.whatsapp.transfer.SealedBytes;
import java.io.EOFException;
import java.io.IOException;
import java.util.function.Consumer;

/** The file in a {@link SealedObject}, decrypted and checked part by part as it is read. */
final class ObjectBytes implements SealedBytes {
  private final SealedBytes stored;
  private final RecordCipher cipher;
  private final String name;
  private final Consumer<String> damage;
  private final long size;
  private byte[] part = new byte[0];
  private long number = -1;

  /**
   * @param stored is closed with it
   * @param damage is told the name of a file that is not what it was
   */
  ObjectBytes(SealedBytes stored, RecordCipher cipher, String name, Consumer<String> damage) {
    this.stored = stored;
    this.cipher = cipher;
    this.name = name;
    this.damage = damage;
    this.size = Math.max(0, SealedObject.size(stored.size()));
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public void readFully(byte[] target, int length, long from) throws IOException {
    if (from < 0 || from + length > size) {
      throw new EOFException("the kept file is shorter than what is read of it");
    }
    int done = 0;
    while (done < length) {
      long at = from + done;
      load(at / SealedObject.PART);
      int offset = (int) (at % SealedObject.PART);
      int count = Math.min(length - done, part.length - offset);
      System.arraycopy(part, offset, target, done, count);
      done += count;
    }
  }

  /** Has a part checked; the first tells whether the object is as long as it was. */
  void load(long wanted) throws IOException {
    if (wanted == number) {
      return;
    }
    long begin = wanted * SealedObject.SEALED_PART;
    byte[] sealed = new byte[(int) Math.min(SealedObject.SEALED_PART, stored.size() - begin)];
    stored.readFully(sealed, sealed.length, begin);
    try {
      part = SealedObject.open(cipher, name, size, wanted, sealed);
      number = wanted;
    } catch (DamagedFileException e) {
      damage.accept(name);
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    stored.close();
  }
}
