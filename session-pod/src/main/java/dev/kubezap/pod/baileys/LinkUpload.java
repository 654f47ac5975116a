package dev.kubezap.pod.baileys;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.pod.json.JsonPieces;
import dev.kubezap.pod.json.MalformedJsonException;
import dev.kubezap.whatsapp.importing.ImportedLink;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Reads a link from what a caller sends: a zip or tar archive of its folder, the latter also packed
 * by gzip, or rows as JSON. Which of them it is, its first bytes say.
 *
 * @param mostUnpacked how many bytes it may have unpacked
 * @param mostEntries how many files or rows it may have
 * @param mostWanted how many bytes those of them may have together that are of use
 */
public record LinkUpload(long mostUnpacked, int mostEntries, long mostWanted) {
  /** 64 MiB in 100,000 files, of which 16 MiB are of use. */
  public static final LinkUpload DEFAULT = new LinkUpload(64L << 20, 100_000, 16L << 20);

  private static final int BUFFER = 8192;

  /**
   * What was read.
   *
   * @param skipped how many entries were left out
   * @param skippedFirst the first of them, and why
   */
  public record Read(ImportedLink link, int skipped, List<SkippedEntry> skippedFirst) {
    public Read {
      skippedFirst = List.copyOf(skippedFirst);
    }
  }

  /** Reads on in a file of an archive. */
  private interface Content {
    int read(byte[] target, int offset, int length) throws IOException;
  }

  /**
   * Reads it.
   *
   * @throws BadLinkException when no link can come of it
   * @throws IOException when it does not come
   */
  public Read read(InputStream upload) throws BadLinkException, IOException {
    LinkReader reader = new LinkReader(mostWanted, mostEntries);
    Sent sent = new Sent(upload);
    try {
      read(new BufferedInputStream(sent, BUFFER), reader, true);
    } catch (Rows.Refused e) {
      throw (BadLinkException) e.getCause();
    } catch (MalformedJsonException e) {
      throw BadLinkException.unreadable("The rows are not JSON: " + e.getMessage() + ".");
    } catch (ZipException | EOFException e) {
      sent.rethrow();
      throw BadLinkException.unreadable("The archive is damaged or cut off.");
    } catch (IOException e) {
      sent.rethrow();
      throw BadLinkException.unreadable("The archive cannot be read: pack it anew.");
    }
    LinkReader.Read read = reader.read();
    return new Read(read.link(), read.skipped(), read.skippedFirst());
  }

  private void read(InputStream body, LinkReader reader, boolean mayBePacked)
      throws IOException, BadLinkException, MalformedJsonException {
    body.mark(4);
    byte[] first = body.readNBytes(4);
    body.reset();
    if (first.length == 0) {
      throw BadLinkException.unreadable(
          "The body is empty: send the folder as a tar or zip archive, or its rows as JSON.");
    }
    if (first.length >= 2 && (first[0] & 0xFF) == 0x1F && (first[1] & 0xFF) == 0x8B) {
      if (!mayBePacked) {
        throw BadLinkException.unreadable("The archive is packed twice.");
      }
      InputStream unpacked = limited(new GZIPInputStream(body, BUFFER));
      read(new BufferedInputStream(unpacked, BUFFER), reader, false);
    } else if (first.length == 4 && first[0] == 'P' && first[1] == 'K') {
      zip(new ZipInputStream(body), reader);
    } else if (isJson(first[0])) {
      rows(limited(body), reader);
    } else {
      tar(new TarEntries(limited(body)), reader);
    }
  }

  private static boolean isJson(byte first) {
    return first == '['
        || first == '{'
        || first == ' '
        || first == '\n'
        || first == '\r'
        || first == '\t';
  }

  private static void rows(InputStream body, LinkReader reader)
      throws IOException, BadLinkException, MalformedJsonException {
    Rows rows = new Rows(reader);
    new JsonPieces(name -> EntryKind.of(name).isPresent(), rows).readAll(body);
    if (!rows.any()) {
      throw BadLinkException.unreadable(
          "The JSON has no row of a link: each needs its id, such as creds or pre-key-1, and its"
              + " value.");
    }
  }

  private void zip(ZipInputStream archive, LinkReader reader) throws IOException, BadLinkException {
    long left = mostUnpacked;
    int files = 0;
    for (ZipEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
      if (!entry.isDirectory()) {
        files++;
        left -= file(entry.getName(), files, archive::read, left, reader);
      }
    }
  }

  private void tar(TarEntries archive, LinkReader reader) throws IOException, BadLinkException {
    int files = 0;
    for (Optional<String> file = archive.next(); file.isPresent(); file = archive.next()) {
      files++;
      long _ = file(file.get(), files, archive::read, mostUnpacked, reader);
    }
  }

  /** Takes a file; answers how many bytes it had. */
  private long file(String name, int files, Content content, long most, LinkReader reader)
      throws IOException, BadLinkException {
    if (files > mostEntries) {
      throw tooLarge();
    }
    if (name.startsWith("/") || name.contains("\\") || ("/" + name + "/").contains("/../")) {
      throw BadLinkException.unreadable(
          "The archive names a file outside of its folder; pack the folder itself.");
    }
    Optional<EntryKind.Named> named =
        EntryKind.of(name).filter(found -> name.endsWith(".json") && found.kind().isWanted());
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER];
    long size = 0;
    for (int read = content.read(buffer, 0, BUFFER);
        read >= 0;
        read = content.read(buffer, 0, BUFFER)) {
      size += read;
      if (size > most) {
        throw tooLarge();
      }
      if (named.isPresent() && size <= JsonPieces.LONGEST) {
        kept.write(buffer, 0, read);
      }
    }
    if (named.isPresent()) {
      entry(named.get(), kept.toByteArray(), size, reader);
    }
    return size;
  }

  private static void entry(EntryKind.Named name, byte[] document, long size, LinkReader reader)
      throws BadLinkException {
    if (size > JsonPieces.LONGEST) {
      reader.skip(name, SkippedEntry.Why.TOO_LONG);
      return;
    }
    JsonNode value;
    try {
      value = JsonPieces.read(document);
    } catch (MalformedJsonException e) {
      reader.skip(name, SkippedEntry.Why.DAMAGED);
      return;
    }
    reader.entry(name, value, size);
  }

  private InputStream limited(InputStream source) {
    return new LimitedStream(source, mostUnpacked, () -> new Rows.Refused(tooLarge()));
  }

  private BadLinkException tooLarge() {
    return new BadLinkException(
        BadLinkException.Kind.TOO_LARGE,
        "It unpacks to more than "
            + mostUnpacked
            + " bytes or "
            + mostEntries
            + " files: pack the folder of one session alone.");
  }

  /** Keeps what the caller's connection failed with, which is no fault of the archive. */
  private static final class Sent extends FilterInputStream {
    private Optional<IOException> failure = Optional.empty();

    Sent(InputStream upload) {
      super(upload);
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (IOException e) {
        failure = Optional.of(e);
        throw e;
      }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        return super.read(target, offset, length);
      } catch (IOException e) {
        failure = Optional.of(e);
        throw e;
      }
    }

    void rethrow() throws IOException {
      if (failure.isPresent()) {
        throw failure.get();
      }
    }
  }
}
