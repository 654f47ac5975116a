package dev.kubezap.whatsapp.syncd;

import com.google.protobuf.ByteString;
import java.util.List;

/**
 * How far a collection was read.
 *
 * @param version what of it is stored
 * @param fetched whether it was read at all since this device was linked
 * @param due whether there is something new to be read
 * @param job names what is under way from a file; empty when nothing is
 * @param anew whether it is to be read from its beginning
 * @param told whether it was told that it cannot be read
 * @param missing the ids of keys that it waits for
 * @param failures how often in a row it could not be read
 */
public record Progress(
    Version version,
    boolean fetched,
    boolean due,
    ByteString job,
    boolean anew,
    boolean told,
    List<ByteString> missing,
    int failures) {
  /** Nothing was read. */
  public static final Progress NONE =
      new Progress(Version.NONE, false, false, ByteString.EMPTY, false, false, List.of(), 0);

  public Progress {
    missing = List.copyOf(missing);
  }

  /** There is something new. */
  public Progress withDue() {
    return new Progress(version, fetched, true, job, anew, told, missing, failures);
  }

  /** Read up to a version; more may follow. */
  public Progress at(Version next, boolean more) {
    return new Progress(next, true, more, ByteString.EMPTY, false, false, List.of(), 0);
  }

  /** A file of it is under way. */
  public Progress withJob(ByteString name) {
    return new Progress(version, fetched, due, name, anew, told, missing, failures);
  }

  /** It waits for a key. */
  public Progress waitingFor(ByteString key) {
    return new Progress(
        version, fetched, due, ByteString.EMPTY, anew, told, List.of(key), failures);
  }

  /** It could not be read; once it is read from its beginning. */
  public Progress failed(boolean again) {
    return new Progress(
        version, fetched, again, ByteString.EMPTY, true, told, List.of(), failures + 1);
  }

  /** It was told. */
  public Progress withTold() {
    return new Progress(version, fetched, due, job, anew, true, missing, failures);
  }

  /** Whether it must be asked for from its beginning. */
  public boolean wantsAll() {
    return anew || !fetched;
  }

  /** Says the version alone. */
  @Override
  public String toString() {
    return "Progress[" + version + "]";
  }
}
