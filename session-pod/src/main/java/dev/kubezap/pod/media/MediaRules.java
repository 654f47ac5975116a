package dev.kubezap.pod.media;

import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which files each type of message takes.
 *
 * @param most bytes
 * @param types what the file must be; empty for any
 * @param preferred what it is told to be, where the bytes do not say enough
 */
record MediaRules(long most, Set<FileType> types, Optional<String> preferred) {
  /** More than any type takes. */
  static final long MOST = 100L << 20;

  private static final long PICTURE = 16L << 20;
  private static final long STICKER = 1L << 20;

  private static final Set<FileType> PICTURES =
      EnumSet.of(FileType.JPEG, FileType.PNG, FileType.WEBP);
  private static final Set<FileType> FILMS = EnumSet.of(FileType.MP4, FileType.THREE_GP);
  private static final Set<FileType> SOUNDS =
      EnumSet.of(
          FileType.MP3, FileType.AAC, FileType.M4A, FileType.MP4, FileType.OGG, FileType.AMR);

  /** Of a type of message, as the API names it. */
  static MediaRules of(String type) {
    return switch (type) {
      case "image" -> new MediaRules(PICTURE, PICTURES, Optional.empty());
      case "sticker" -> new MediaRules(STICKER, EnumSet.of(FileType.WEBP), Optional.empty());
      case "video", "gif", "videoNote" -> new MediaRules(MOST, FILMS, Optional.empty());
      case "audio" -> new MediaRules(MOST, SOUNDS, Optional.empty());
      // Phones play no voice note whose codec is not told.
      case "voice" ->
          new MediaRules(PICTURE, EnumSet.of(FileType.OGG), Optional.of("audio/ogg; codecs=opus"));
      case "document" -> new MediaRules(MOST, Set.of(), Optional.empty());
      default -> throw new IllegalArgumentException("a " + type + " has no file");
    };
  }

  /**
   * What the file is told to be.
   *
   * @param said by the caller
   * @throws ProblemException 413 when it is too large, 422 when it is not what the type takes, or
   *     not what the caller says
   */
  String mimetype(String type, SpooledFile file, Optional<String> said) {
    if (file.size() > most) {
      throw new ProblemException(tooLarge(type));
    }
    if (file.size() == 0) {
      throw new ProblemException(Problem.invalid("media", "is empty"));
    }
    Optional<FileType> found = FileType.of(file.head());
    if (types.isEmpty()) {
      return said.or(() -> found.map(FileType::mimetype)).orElse("application/octet-stream");
    }
    if (found.isEmpty() || !types.contains(found.get())) {
      throw new ProblemException(
          Problem.invalid(
              "media",
              "must be a file of the type "
                  + types.stream().map(FileType::mimetype).collect(Collectors.joining(", "))
                  + found.map(other -> ", and is " + other.mimetype()).orElse("")));
    }
    String real = found.get().mimetype();
    boolean sound = type.equals("audio") && found.get() == FileType.MP4;
    String named = sound ? FileType.M4A.mimetype() : real;
    if (said.isPresent() && !base(said.get()).equals(named) && !base(said.get()).equals(real)) {
      throw new ProblemException(
          Problem.invalid("media.mimetype", "is not what the file is: " + named));
    }
    return preferred.orElse(said.filter(text -> base(text).equals(named)).orElse(named));
  }

  Problem tooLarge(String type) {
    return Problem.of(
        413,
        "media-too-large",
        "The file is too large",
        "A message of type " + type + " takes at most " + most + " bytes.");
  }

  private static String base(String mimetype) {
    return mimetype.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }
}
