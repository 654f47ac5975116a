package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Types of messages that have a file. */
public enum MediaType {
  /** A picture. */
  @JsonProperty("image")
  IMAGE,
  /** A film. */
  @JsonProperty("video")
  VIDEO,
  /** A short film without sound that repeats. */
  @JsonProperty("gif")
  GIF,
  /** A round film. */
  @JsonProperty("videoNote")
  VIDEO_NOTE,
  /** A recording or a piece of music. */
  @JsonProperty("audio")
  AUDIO,
  /** A voice note. */
  @JsonProperty("voice")
  VOICE,
  /** A file of any kind. */
  @JsonProperty("document")
  DOCUMENT,
  /** A picture without frame. */
  @JsonProperty("sticker")
  STICKER
}
