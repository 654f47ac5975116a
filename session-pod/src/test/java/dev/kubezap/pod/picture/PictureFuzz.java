package dev.kubezap.pod.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.fuzz.FuzzTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A picture of anybody's, through its head and the decoder that it asks for. */
public final class PictureFuzz implements FuzzTarget {
  private final PictureScaler scaler = new PictureScaler();

  @Override
  public void read(byte[] input) {
    try {
      Path file = Files.createTempFile("picture", ".fuzz");
      try {
        Files.write(file, input);
        Optional<SmallPicture> small = scaler.within(file, 20, 0.5f);
        small.ifPresent(picture -> assertThat(picture.jpeg().size()).isPositive());
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
