package dev.kubezap.pod.baileys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.fuzz.FuzzTarget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A link as a stranger sends it: archives, rows, and the entries in them. */
public final class LinkUploadFuzz implements FuzzTarget {
  private static final LinkUpload UPLOAD = new LinkUpload(4 << 20, 1000, 1 << 20);

  @Override
  public void read(byte[] input) {
    try {
      LinkUpload.Read read = UPLOAD.read(new ByteArrayInputStream(input));
      assertThat(read.skippedFirst()).hasSizeLessThanOrEqualTo(read.skipped());
    } catch (BadLinkException e) {
      assertThat(e.advice()).isNotBlank();
    } catch (IOException e) {
      // Bytes in memory always come.
      throw new UncheckedIOException(e);
    }
  }
}
