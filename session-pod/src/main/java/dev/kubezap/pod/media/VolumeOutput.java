package dev.kubezap.pod.media;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes a new file of the volume. What goes wrong is told apart from what goes wrong with the
 * source of the bytes: it is told to the caller as the volume's.
 */
final class VolumeOutput extends OutputStream {
  private final FileChannel channel;

  private VolumeOutput(FileChannel channel) {
    this.channel = channel;
  }

  /** Makes the file. */
  static VolumeOutput to(Path file) {
    try {
      return new VolumeOutput(
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw VolumeTrouble.of(e);
    }
  }

  @Override
  public void write(int value) {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    try {
      ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
      while (left.hasRemaining()) {
        channel.write(left);
      }
    } catch (IOException e) {
      throw VolumeTrouble.of(e);
    }
  }

  /** Survives a power cut from now on. */
  void force() {
    try {
      channel.force(true);
    } catch (IOException e) {
      throw VolumeTrouble.of(e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw VolumeTrouble.of(e);
    }
  }
}
