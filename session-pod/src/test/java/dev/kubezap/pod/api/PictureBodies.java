package dev.kubezap.pod.api;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Requests that set a picture. */
final class PictureBodies {
  private PictureBodies() {}

  static String json(byte[] picture) {
    return "{\"data\":\"" + Base64.getEncoder().encodeToString(picture) + "\"}";
  }

  /** With the picture in a part of this name. */
  static HttpRequest form(HttpRequest.Builder request, String name, byte[] picture) {
    ByteArrayOutputStream form = new ByteArrayOutputStream();
    form.writeBytes(
        ("--limit\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"a\"\r\n\r\n")
            .getBytes(StandardCharsets.UTF_8));
    form.writeBytes(picture);
    form.writeBytes("\r\n--limit--\r\n".getBytes(StandardCharsets.UTF_8));
    return request
        .header("Content-Type", "multipart/form-data; boundary=limit")
        .PUT(HttpRequest.BodyPublishers.ofByteArray(form.toByteArray()))
        .build();
  }
}
