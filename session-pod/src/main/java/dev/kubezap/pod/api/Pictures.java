package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.Reply;
import dev.kubezap.pod.http.Request;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.Scope;
import dev.kubezap.pod.http.UploadedBody;
import dev.kubezap.pod.json.Fields;
import dev.kubezap.pod.media.OutgoingMedia;
import dev.kubezap.pod.media.SpooledFile;
import dev.kubezap.pod.server.MultipartBody;
import dev.kubezap.whatsapp.contact.AskPicture;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/** Pictures of accounts, groups and channels, as callers give and see them. */
final class Pictures {
  private static final String DATA = "data";

  /** As base64 it fits into a body. */
  private static final int MOST_IN_JSON = 512 * 1024;

  /** Of a form. */
  private static final long MOST_BYTES = 16L << 20;

  private static final long LONGEST_FORM = MOST_BYTES + (64L << 10);
  private static final int MOST_PARTS = 2;

  private final OutgoingMedia media;

  /**
   * @param media makes them as large as they may be
   */
  Pictures(OutgoingMedia media) {
    this.media = media;
  }

  /** What is done with a picture. */
  interface Taking {
    Reply take(Request request, ByteString jpeg) throws InterruptedException;
  }

  /** The route that sets a picture: in JSON, or as a part of a form. */
  Route route(String path, Scope scope, Taking taking) {
    return Route.putOrUpload(
        path,
        scope,
        request -> taking.take(request, ofJson(request)),
        LONGEST_FORM,
        (request, upload) -> taking.take(request, ofForm(upload)));
  }

  private ByteString ofJson(Request request) throws IOException, InterruptedException {
    Fields fields = new Fields(request.body());
    Optional<String> data = fields.requiredText(DATA, MOST_IN_JSON * 4 / 3 + 4);
    Checked.pass(fields);
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(data.orElseThrow());
    } catch (IllegalArgumentException e) {
      throw new ProblemException(Problem.invalid(DATA, "must be base64"));
    }
    try (SpooledFile file = media.spool(target -> target.write(bytes))) {
      return portrait(file, DATA);
    }
  }

  private ByteString ofForm(UploadedBody upload) throws IOException, InterruptedException {
    MultipartBody form =
        upload.parts(MOST_PARTS).orElseThrow(() -> new ProblemException(tooLong()));
    Optional<MultipartBody.Part> part = form.next();
    if (part.isEmpty() || !part.get().name().equals("media")) {
      throw new ProblemException(
          Problem.invalid("media", "is missing: put the picture into a part of this name"));
    }
    try (SpooledFile file = media.spool(part.get().content()::transferTo)) {
      if (form.next().isPresent()) {
        throw new ProblemException(Problem.invalid("media", "must be the only part"));
      }
      return portrait(file, "media");
    }
  }

  private ByteString portrait(SpooledFile file, String field)
      throws IOException, InterruptedException {
    return media
        .portrait(file)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.invalid(
                        field,
                        "must be a picture that can be read: a JPEG or PNG of at most 100 million"
                            + " pixels (a progressive JPEG of 16), or a lossy WebP of at most 6")));
  }

  private static Problem tooLong() {
    return Problem.of(
        413,
        "body-too-large",
        "The body is too large",
        "In JSON a picture has at most 512 KiB; a form (multipart/form-data) takes 16 MiB in its"
            + " part media.");
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
