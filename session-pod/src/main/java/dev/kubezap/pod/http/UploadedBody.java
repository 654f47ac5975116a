package dev.kubezap.pod.http;

import dev.kubezap.pod.server.MultipartBody;
import java.io.InputStream;
import java.util.Optional;

/**
 * A body that is read as it comes, once, by the thread of its request.
 *
 * @param contentType as the caller says; empty when it does not
 * @param stream fails with the problem's status when it is too long, too slow or malformed
 */
public record UploadedBody(String contentType, InputStream stream) {

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
