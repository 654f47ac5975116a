package dev.kubezap.whatsapp.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.fuzz.FuzzTarget;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;

/** Any bytes that a phone deflated as its history, and any that it says it did. */
public final class HistoryStreamFuzz implements FuzzTarget {
  private static final long LARGEST = 1 << 16;

  @Override
  public void read(byte[] input) throws Exception {
    readAll(input);
    ByteArrayOutputStream deflated = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(deflated)) {
      out.write(input);
    }
    readAll(deflated.toByteArray());
  }

  private static void readAll(byte[] deflated) {
    for (boolean messages : new boolean[] {false, true}) {
      try (HistoryStream stream =
          new HistoryStream(new ByteArrayInputStream(deflated), messages, LARGEST)) {
        for (Optional<HistoryItem> item = stream.next(); item.isPresent(); item = stream.next()) {
          assertThat(item.get().toString()).isNotEmpty();
        }
      } catch (IOException declared) {
        // No history, or more than one has.
      }
    }
  }
}
