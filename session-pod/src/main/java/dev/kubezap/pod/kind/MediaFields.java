package dev.kubezap.pod.kind;

import com.google.protobuf.ByteString;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.content.MediaReference;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The fields by which a request describes its file: {@code media}, {@code caption}, {@code
 * viewOnce}. The bytes themselves are not here: they came before, or are fetched after.
 */
final class MediaFields {
  private static final Pattern MIMETYPE =
      Pattern.compile(
          "[A-Za-z0-9!#$&^_.+-]{1,64}/[A-Za-z0-9!#$&^_.+-]{1,64}(; ?[A-Za-z0-9=.,_-]{1,64})?");
  private static final int LONGEST_CAPTION = 65_536;
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_URL = 2_048;
  private static final int LARGEST = 65_535;
  private static final int LONGEST_SECONDS = 86_400;
  private static final int LEVELS = 64;
  private static final int HIGHEST_LEVEL = 100;

  private final Fields request;
  private final Fields media;
  private final MediaReference reference;
  private final Optional<String> filename;

  private MediaFields(
      Fields request, Fields media, MediaReference reference, Optional<String> filename) {
    this.request = request;
    this.media = media;
    this.reference = reference;
    this.filename = filename;
  }

  /** Reads where the file is and what it is said to be; empty when that is wrong. */
  static Optional<MediaFields> of(Fields request) {
    if (!request.has("media")) {
      request.wrong(
          "media",
          "is required: {url}, {data, mimetype} with data in base64, or a part of the form named"
              + " media");
    }
    return request
        .object("media")
        .map(
            media -> {
              source(media);
              Optional<String> mimetype = media.text("mimetype", 200);
              if (mimetype.isPresent() && !MIMETYPE.matcher(mimetype.get()).matches()) {
                media.wrong("mimetype", "must be a media type, such as image/jpeg");
              }
              return new MediaFields(
                  request,
                  media,
                  MediaReference.unsent(mimetype),
                  media.text("filename", LONGEST_NAME));
            });
  }

  private static void source(Fields media) {
    if (media.has("url") == media.has("data")) {
      media.wrong("url", "either url or data says where the file is");
    }
    media.text("data", Integer.MAX_VALUE);
    Optional<String> url = media.text("url", LONGEST_URL);
    if (url.isPresent() && address(url.get()).isEmpty()) {
      media.wrong("url", "must be an address that begins with https:// or http://");
    }
  }

  private static Optional<URI> address(String url) {
    try {
      URI address = URI.create(url);
      boolean web = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
      return Optional.of(address)
          .filter(found -> web && found.getHost() != null && found.getPort() != 0)
          .filter(found -> found.getPort() <= LARGEST && found.getRawUserInfo() == null);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The file, as far as it is known. */
  MediaReference reference() {
    return reference;
  }

  /** The words that an edit puts below a file. */
  static Optional<String> caption(Fields edit) {
    return edit.requiredText("caption", LONGEST_CAPTION);
  }

  /** What is to stand below it. */
  Optional<String> caption() {
    return request.text("caption", LONGEST_CAPTION);
  }

  /** Whether it may be looked at once only. */
  boolean viewOnce() {
    return request.flag("viewOnce").orElse(false);
  }

  /** What it is to be called; taken from every kind, since any file may have a name. */
  Optional<String> filename() {
    return filename;
  }

  /** Pixels, 0 when not told; one is not told without the other. */
  int width() {
    if (media.has("width") != media.has("height")) {
      media.wrong("width", "is told together with height");
    }
    return number("width", 1, LARGEST);
  }

  /** Pixels, 0 when not told. */
  int height() {
    return number("height", 1, LARGEST);
  }

  /** Seconds, 0 when not told. */
  int duration() {
    return number("duration", 1, LONGEST_SECONDS);
  }

  private int number(String name, int lowest, int highest) {
    return media.wholeNumber(name, lowest, highest).map(Long::intValue).orElse(0);
  }

  /** Whether it moves. */
  boolean animated() {
    return media.flag("animated").orElse(false);
  }

  /** A small JPEG of it, empty when not given. */
  ByteString thumbnail() {
    return Thumbnail.read(media);
  }

  /** What draws a voice note, empty when not given. */
  ByteString waveform() {
    Optional<List<Long>> levels = media.wholeNumbers("waveform", LEVELS, 0, HIGHEST_LEVEL);
    if (levels.isEmpty()) {
      return ByteString.EMPTY;
    }
    byte[] bytes = new byte[levels.get().size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = levels.get().get(i).byteValue();
    }
    return ByteString.copyFrom(bytes);
  }
}
