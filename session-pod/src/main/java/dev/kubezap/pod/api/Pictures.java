package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.whatsapp.contact.AskPicture;
import java.util.Base64;
import java.util.Optional;

/** Pictures of accounts and groups, as callers give and see them. */
final class Pictures {
  /** As base64 it fits into a body. */
  private static final int MOST_BYTES = 512 * 1024;

  private Pictures() {}

  /**
   * The JPEG of a request's body.
   *
   * @throws ProblemException 422 when there is none
   */
  static Optional<ByteString> jpeg(Request request) {
    Fields fields = new Fields(request.body());
    Optional<String> data = fields.requiredText("data", MOST_BYTES * 4 / 3 + 4);
    Optional<ByteString> jpeg = data.flatMap(Pictures::jpeg);
    if (data.isPresent() && jpeg.isEmpty()) {
      fields.wrong(
          "data", "must be a JPEG of at most 512 KiB in base64; a square one is shown whole");
    }
    Checked.pass(fields);
    return jpeg;
  }

  /** What its first bytes show to be a JPEG. */
  private static Optional<ByteString> jpeg(String base64) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    boolean begins =
        bytes.length > 4
            && (bytes[0] & 0xFF) == 0xFF
            && (bytes[1] & 0xFF) == 0xD8
            && (bytes[2] & 0xFF) == 0xFF;
    return begins && bytes.length <= MOST_BYTES
        ? Optional.of(ByteString.copyFrom(bytes))
        : Optional.empty();
  }

  /**
   * Where a picture is.
   *
   * @param none what is said when there is none
   * @throws ProblemException 404 when there is none
   */
  static Reply place(AskPicture.Picture picture, String none) {
    if (picture.url().isEmpty()) {
      throw new ProblemException(Problem.of(404, "no-picture", "Not found", none));
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    picture.id().ifPresent(id -> json.put("pictureId", id));
    return Reply.json(200, json.put("url", picture.url().get()));
  }
}
