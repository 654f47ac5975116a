package dev.kubezap.whatsapp.appstate;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.syncd.Collection;
import java.util.Optional;

/**
 * A file of a collection that is being got.
 *
 * @param name of the job, by which a later one takes its place
 * @param patch the patch whose mutations are in the file, encoded; empty when it is a snapshot
 */
public record BlobJob(Collection collection, ByteString name, Optional<ByteString> patch) {
  /** Hides the patch. */
  @Override
  public String toString() {
    return "BlobJob[" + collection + "]";
  }
}
