package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.http.UploadedBody;
import dev.kubezap.pod.json.FieldError;
import dev.kubezap.pod.json.Json;
import dev.kubezap.pod.json.JsonWithFile;
import dev.kubezap.pod.json.MalformedJsonException;
import dev.kubezap.pod.media.OutgoingMedia;
import dev.kubezap.pod.media.SpooledFile;
import dev.kubezap.pod.server.MultipartBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What a request to send says, apart from its file, which is on the volume. In its place stands the
 * file's digest, so that equal requests are equal however their file came.
 *
 * @param fields the request's object
 * @param file empty when the request has none, or names a URL
 */
record SendBody(ObjectNode fields, Optional<SpooledFile> file) implements AutoCloseable {
  private static final int LONGEST_PART = 32 * 1024;
  private static final int MOST_PARTS = 32;
  private static final String MEDIA = "media";
  private static final String DATA = "data";
  private static final String OBJECT = "message";

  /** Of a JSON object that is in memory. */
  static SendBody of(ObjectNode body, OutgoingMedia media) throws IOException {
    if (!(body.get(MEDIA) instanceof ObjectNode described) || !described.path(DATA).isTextual()) {
      return new SendBody(body, Optional.empty());
    }
    InputStream text =
        new ByteArrayInputStream(
            described.path(DATA).textValue().getBytes(StandardCharsets.ISO_8859_1));
    try {
      return with(body, media.spool(Base64.getDecoder().wrap(text)::transferTo));
    } catch (IOException e) {
      throw new ProblemException(Problem.invalid("media.data", "must be base64"));
    }
  }

  /** Of a form, or of a JSON object that is read as it comes. */
  static SendBody of(UploadedBody body, OutgoingMedia media) throws IOException {
    Optional<MultipartBody> form = body.parts(MOST_PARTS);
    return form.isPresent() ? ofForm(form.get(), media) : ofJson(body, media);
  }

  private static SendBody ofJson(UploadedBody body, OutgoingMedia media) throws IOException {
    Read read = new Read();
    SpooledFile file =
        media.spool(
            target -> {
              JsonWithFile document = new JsonWithFile(body.stream(), body.memory(), target);
              try {
                read.fields = document.read();
                read.found = document.found();
              } catch (MalformedJsonException e) {
                throw new ProblemException(
                    malformed("The body must be one JSON object: " + e.getMessage() + "."));
              } catch (JsonWithFile.TooLongException e) {
                throw new ProblemException(tooLong("around the file"));
              }
            });
    if (read.found) {
      return with(read.fields, file);
    }
    file.close();
    return new SendBody(read.fields, Optional.empty());
  }

  private static final class Read {
    private ObjectNode fields = JsonNodeFactory.instance.objectNode();
    private boolean found;
  }

  private static SendBody ofForm(MultipartBody form, OutgoingMedia media) throws IOException {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    Optional<SpooledFile> file = Optional.empty();
    ObjectNode described = JsonNodeFactory.instance.objectNode();
    boolean whole = false;
    try {
      for (Optional<MultipartBody.Part> next = form.next(); next.isPresent(); next = form.next()) {
        MultipartBody.Part part = next.get();
        if (part.name().equals(MEDIA)) {
          once(file.isPresent(), MEDIA);
          file = Optional.of(media.spool(part.content()::transferTo));
          describe(part, described);
        } else if (part.name().equals(OBJECT)) {
          merge(object(part), fields);
        } else {
          once(fields.has(part.name()), part.name());
          fields.put(part.name(), text(part));
        }
      }
      if (file.isEmpty()) {
        throw new ProblemException(
            Problem.invalid(MEDIA, "is missing: put the file into a part of this name"));
      }
      complete(fields, described);
      SendBody body = with(fields, file.get());
      whole = true;
      return body;
    } finally {
      if (!whole) {
        file.ifPresent(SpooledFile::close);
      }
    }
  }

  private static void describe(MultipartBody.Part part, ObjectNode described) {
    part.contentType()
        .filter(type -> !type.startsWith("application/octet-stream"))
        .ifPresent(type -> described.put("mimetype", type));
    part.fileName()
        .filter(name -> !name.isEmpty())
        .ifPresent(name -> described.put("filename", name));
  }

  /** What the object says of the file goes before what the part's head says. */
  private static void complete(ObjectNode fields, ObjectNode described) {
    if (!fields.has(MEDIA)) {
      fields.set(MEDIA, described);
    } else if (fields.get(MEDIA) instanceof ObjectNode said) {
      once(said.has(DATA), "media.data");
      described
          .properties()
          .forEach(
              entry -> {
                if (!said.has(entry.getKey())) {
                  said.set(entry.getKey(), entry.getValue());
                }
              });
    }
  }

  private static ObjectNode object(MultipartBody.Part part) throws IOException {
    try {
      if (Json.read(bytes(part)) instanceof ObjectNode object) {
        return object;
      }
      throw new MalformedJsonException("it is not an object");
    } catch (MalformedJsonException e) {
      throw new ProblemException(
          malformed("The part message must be one JSON object: " + e.getMessage() + "."));
    }
  }

  private static void merge(ObjectNode object, ObjectNode fields) {
    object
        .properties()
        .forEach(
            entry -> {
              once(fields.has(entry.getKey()), entry.getKey());
              fields.set(entry.getKey(), entry.getValue());
            });
  }

  private static String text(MultipartBody.Part part) throws IOException {
    return new String(bytes(part), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(MultipartBody.Part part) throws IOException {
    byte[] bytes = part.content().readNBytes(LONGEST_PART + 1);
    if (bytes.length > LONGEST_PART) {
      throw new ProblemException(tooLong("in the part " + part.name()));
    }
    return bytes;
  }

  private static void once(boolean there, String name) {
    if (there) {
      throw new ProblemException(
          Problem.invalid(List.of(new FieldError(name, "is given more than once"))));
    }
  }

  private static SendBody with(ObjectNode fields, SpooledFile file) {
    if (fields.get(MEDIA) instanceof ObjectNode described) {
      described.put(DATA, "sha256:" + file.digest());
    }
    return new SendBody(fields, Optional.of(file));
  }

  private static Problem malformed(String detail) {
    return Problem.of(400, "malformed-request", "The request is malformed", detail);
  }

  private static Problem tooLong(String where) {
    return Problem.of(
        413, "body-too-large", "The body is too large", "There is too much text " + where + ".");
  }

  @Override
  public void close() {
    file.ifPresent(SpooledFile::close);
  }

  /** Leaves out what it says. */
  @Override
  public String toString() {
    return "SendBody";
  }
}
