package dev.kubezap.whatsapp.media;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.FilePlace;
import dev.kubezap.whatsapp.crypto.AesGcm;
import dev.kubezap.whatsapp.crypto.Hkdf;
import dev.kubezap.whatsapp.fuzz.FuzzTarget;
import dev.kubezap.whatsapp.node.Node;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Anything that a phone encrypts as its answer where a file is again, and anything that is none.
 */
public final class MediaRetryFuzz implements FuzzTarget {
  private static final ByteString MEDIA_KEY = ByteString.copyFrom(new byte[MediaKeys.SECRET]);
  private static final byte[] NONCE = new byte[AesGcm.NONCE_LENGTH];
  private static final String ID = "A";

  private final byte[] key =
      Hkdf.derive(
          MEDIA_KEY.toByteArray(),
          new byte[0],
          "WhatsApp Media Retry Notification".getBytes(StandardCharsets.US_ASCII),
          32);

  @Override
  public void read(byte[] input) {
    if (input.length == 0) {
      return;
    }
    byte[] rest = ByteString.copyFrom(input, 1, input.length - 1).toByteArray();
    boolean honest = (input[0] & 1) == 0;
    byte[] sealed =
        honest ? AesGcm.encrypt(key, NONCE, ID.getBytes(StandardCharsets.UTF_8), rest) : rest;
    Node notification =
        Node.of(
                "notification",
                Node.of(
                    "encrypt",
                    Node.of("enc_p").withBytes(sealed),
                    Node.of("enc_iv").withBytes(NONCE)))
            .with("id", ID);
    Optional<FilePlace> place = MediaRetry.read(notification, MEDIA_KEY);
    assertThat(place.isPresent()).isIn(honest, false);
    place.flatMap(FilePlace::directPath).ifPresent(path -> assertThat(path).startsWith("/"));
  }
}
