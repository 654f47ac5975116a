package dev.kubezap.pod.identity;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * A small file that is replaced as a whole or not at all, even on a full volume: two slots of fixed
 * size, allocated when the file is made and written in turn. A slot counts only when its checksum
 * is right; of two, the newer one.
 *
 * <p>Slot: magic (4 bytes), length (4), generation (8), checksum of all the rest (4), content.
 */
final class SlotFile {
  /** Bytes of one slot. */
  static final int SLOT = 32 * 1024;

  /** The longest content. */
  static final int CAPACITY = SLOT - 20;

  private static final int MAGIC = 0x4B5A4931;

  /** Where a file is written; a test puts its own in between. */
  interface Writer {
    void write(FileChannel channel, ByteBuffer bytes, long position) throws IOException;
  }

  /**
   * What a slot holds.
   *
   * @param index 0 or 1
   * @param generation grows with every write
   */
  private record Slot(int index, long generation, ByteString content) {}

  private final Path path;
  private final Writer writer;

  SlotFile(Path path, Writer writer) {
    this.path = path;
    this.writer = writer;
  }

  /** Writes all bytes. */
  static void writeFully(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += channel.write(bytes, at);
    }
  }

  /** The newest content, empty when nothing was ever written. */
  Optional<byte[]> read() throws IOException {
    return newest().map(slot -> slot.content().toByteArray());
  }

  /**
   * Whether both slots were written and neither can be read: something damaged the file. A first
   * write that was cut short leaves the second slot empty, and nothing to be lost.
   */
  boolean damaged() throws IOException {
    if (!Files.exists(path) || newest().isPresent()) {
      return false;
    }
    byte[] bytes = Files.readAllBytes(path);
    for (int i = SLOT; i < bytes.length; i++) {
      if (bytes[i] != 0) {
        return true;
      }
    }
    return false;
  }

  /** Replaces the content; when it returns, it is on the disk. */
  void write(byte[] content) throws IOException {
    if (content.length > CAPACITY) {
      throw new IOException("content of " + content.length + " bytes does not fit its slot");
    }
    allocate();
    Optional<Slot> newest = newest();
    int index = newest.map(slot -> 1 - slot.index()).orElse(0);
    long generation = newest.map(Slot::generation).orElse(0L) + 1;
    ByteBuffer slot = ByteBuffer.allocate(SLOT);
    slot.putInt(MAGIC).putInt(content.length).putLong(generation);
    slot.putInt(checksum(content, generation)).put(content);
    slot.rewind();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      writer.write(channel, slot, (long) index * SLOT);
      channel.force(true);
    }
  }

  private void allocate() throws IOException {
    if (Files.exists(path) && Files.size(path) == 2L * SLOT) {
      return;
    }
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException("the identity file needs a folder");
    }
    Files.createDirectories(folder);
    try (FileChannel channel =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      // Real zeros, so that the space is taken now and not when it is needed.
      writeFully(channel, ByteBuffer.allocate((int) (2L * SLOT - channel.size())), channel.size());
      channel.force(true);
    }
    flush(folder);
  }

  private static void flush(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private Optional<Slot> newest() throws IOException {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    byte[] bytes = Files.readAllBytes(path);
    Slot newest = null;
    for (int index = 0; index < 2; index++) {
      Optional<Slot> slot = slot(bytes, index);
      if (slot.isPresent() && (newest == null || slot.get().generation() > newest.generation())) {
        newest = slot.get();
      }
    }
    return Optional.ofNullable(newest);
  }

  private static Optional<Slot> slot(byte[] bytes, int index) {
    if (bytes.length < (index + 1) * SLOT) {
      return Optional.empty();
    }
    ByteBuffer slot = ByteBuffer.wrap(bytes, index * SLOT, SLOT);
    int magic = slot.getInt();
    int length = slot.getInt();
    long generation = slot.getLong();
    int checksum = slot.getInt();
    if (magic != MAGIC || length < 0 || length > CAPACITY) {
      return Optional.empty();
    }
    byte[] content = new byte[length];
    slot.get(content);
    return checksum == checksum(content, generation)
        ? Optional.of(new Slot(index, generation, ByteString.copyFrom(content)))
        : Optional.empty();
  }

  private static int checksum(byte[] content, long generation) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(12).putInt(content.length).putLong(generation).flip());
    crc.update(content);
    return (int) crc.getValue();
  }
}
