package dev.kubezap.whatsapp.transfer;

import dev.kubezap.whatsapp.MediaHosts;
import dev.kubezap.whatsapp.content.MediaKind;
import dev.kubezap.whatsapp.content.MediaReference;
import dev.kubezap.whatsapp.crypto.AuthenticationException;
import dev.kubezap.whatsapp.media.MediaCheck;
import dev.kubezap.whatsapp.media.MediaKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files of the phone's history: fetched and checked whole before a byte is given out, kept
 * encrypted until they are stored. In memory is never more than a part of one. Used by one thread
 * at a time.
 */
public final class HistoryDownload {
  /** More bytes than a phone puts into one file. */
  private static final long MOST = 512L << 20;

  private final MediaTransfer transfer;
  private final Path folder;

  /**
   * @param folder for them alone; made when it is needed
   */
  public HistoryDownload(MediaTransfer transfer, Path folder) {
    this.transfer = transfer;
    this.folder = folder;
  }

  /**
   * The plain bytes of a file, which is fetched unless it was before.
   *
   * @param name of it in the folder; those of other names are not needed any more
   * @throws IOException when it cannot be kept
   */
  public InputStream open(String name, MediaReference reference, MediaHosts.Known hosts)
      throws MediaTransferException, IOException {
    if (reference.mediaKey().size() != MediaKeys.SECRET) {
      throw new MediaTransferException(
          MediaTransferException.Reason.INCOMPLETE, "its notification has no key");
    }
    MediaKeys keys = MediaKeys.of(MediaKind.HISTORY, reference.mediaKey());
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      Files.createDirectories(folder);
      clean();
      fetch(file, reference, hosts);
    }
    return SealedFileStream.open(keys, file);
  }

  private void fetch(Path file, MediaReference reference, MediaHosts.Known hosts)
      throws MediaTransferException, IOException {
    Path coming = folder.resolve(file.getFileName() + ".part");
    MediaCheck check = new MediaCheck(MediaKind.HISTORY, reference);
    try {
      try (OutputStream out = Files.newOutputStream(coming)) {
        transfer.download(hosts, reference, MOST, checked(out, check));
      } catch (TargetException e) {
        throw new IOException("the history's file cannot be kept", e);
      }
      check.finish();
      Files.move(coming, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (AuthenticationException e) {
      throw new MediaTransferException(
          MediaTransferException.Reason.CORRUPT, "it is not what was announced", e);
    } finally {
      Files.deleteIfExists(coming);
    }
  }

  private static OutputStream checked(OutputStream out, MediaCheck check) {
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        check.update(bytes, offset, length);
        out.write(bytes, offset, length);
      }
    };
  }

  /** Removes what is kept. */
  public void clean() throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> files = Files.list(folder)) {
      all = files.toList();
    }
    for (Path file : all) {
      Files.deleteIfExists(file);
    }
  }
}
