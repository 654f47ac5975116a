package dev.kubezap.whatsapp.noise;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of the web client that this one goes by, such as {@code 2.3000.1045649367}. The
 * service refuses versions some months old (failure 405), so it is data and never code.
 *
 * @param primary 2
 * @param secondary 3000
 * @param tertiary the revision, which grows with every release
 */
public record ClientVersion(int primary, int secondary, int tertiary)
    implements Comparable<ClientVersion> {

  private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,10})");

  // The page holds it in JSON, and its service worker in JSON inside a string.
  private static final Pattern REVISION =
      Pattern.compile("\\\\?\"client_revision\\\\?\"\\s*:\\s*(\\d{1,10})");

  /** Refuses negative parts. */
  public ClientVersion {
    if (primary < 0 || secondary < 0 || tertiary < 0) {
      throw new IllegalArgumentException("The parts of a client version are not negative");
    }
  }

  /**
   * Reads {@code 2.3000.N}.
   *
   * @throws IllegalArgumentException for any other form
   */
  public static ClientVersion parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (parts.matches()) {
      try {
        return new ClientVersion(
            Integer.parseInt(parts.group(1)),
            Integer.parseInt(parts.group(2)),
            Integer.parseInt(parts.group(3)));
      } catch (NumberFormatException tooLarge) {
        // Falls through to the one message for every other form.
      }
    }
    throw new IllegalArgumentException(
        "Not a client version: '" + text + "'. It has the form 2.3000.1045649367");
  }

  /** The version with the given revision of the web client. */
  public static ClientVersion ofRevision(int revision) {
    return new ClientVersion(2, 3000, revision);
  }

  /**
   * Finds the current version in what {@code https://web.whatsapp.com/sw.js} or the page itself
   * answers.
   */
  public static Optional<ClientVersion> findIn(String page) {
    Matcher revision = REVISION.matcher(page);
    if (!revision.find()) {
      return Optional.empty();
    }
    long number = Long.parseLong(revision.group(1));
    return number > Integer.MAX_VALUE ? Optional.empty() : Optional.of(ofRevision((int) number));
  }

  /** MD5 of the text, which registration carries. */
  public ByteString buildHash() {
    try {
      return ByteString.copyFrom(
          MessageDigest.getInstance("MD5").digest(toString().getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks MD5", e);
    }
  }

  @Override
  public int compareTo(ClientVersion other) {
    return Comparator.comparingInt(ClientVersion::primary)
        .thenComparingInt(ClientVersion::secondary)
        .thenComparingInt(ClientVersion::tertiary)
        .compare(this, other);
  }

  /** The form that {@link #parse} reads. */
  @Override
  public String toString() {
    return primary + "." + secondary + "." + tertiary;
  }
}
