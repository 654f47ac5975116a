package dev.kubezap.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/** What is shown below a text with a link. */
public final class LinkPreviewRequest {
  private final Object value;

  /**
   * A preview that the caller made.
   *
   * @param url what it leads to; stands in the text
   * @param thumbnail a small JPEG of at most 48 KiB, as base64
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Preview(
      String url,
      @Nullable String title,
      @Nullable String description,
      @Nullable String thumbnail) {}

  private LinkPreviewRequest(Object value) {
    this.value = value;
  }

  /** Nothing. */
  public static LinkPreviewRequest none() {
    return new LinkPreviewRequest("none");
  }

  /** What the first link's page says of itself. */
  public static LinkPreviewRequest auto() {
    return new LinkPreviewRequest("auto");
  }

  /** What the caller gives. */
  public static LinkPreviewRequest of(Preview preview) {
    return new LinkPreviewRequest(preview);
  }

  @JsonValue
  Object value() {
    return value;
  }
}
