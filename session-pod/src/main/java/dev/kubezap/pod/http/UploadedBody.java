package dev.kubezap.pod.http;

import dev.kubezap.pod.server.MultipartBody;
import java.io.InputStream;
import java.util.Optional;

/**
 * A body that is read as it comes, once, by the thread of its request.
 *
 * @param contentType as the caller says; empty when it does not
 * @param stream fails with the problem's status when it is too long, too slow or malformed
 * @param memory how many bytes of it may be in memory at once, as of any body
 */
public record UploadedBody(String contentType, InputStream stream, int memory) {

  /**
   * The parts of a form.
   *
   * @param mostParts of more, reading fails
   * @return empty when it is not multipart/form-data
   */
  public Optional<MultipartBody> parts(int mostParts) {
    return MultipartBody.of(contentType, stream, mostParts);
  }

  /** Leaves out what it says. */
  @Override
  public String toString() {
    return "UploadedBody[" + contentType + "]";
  }
}
