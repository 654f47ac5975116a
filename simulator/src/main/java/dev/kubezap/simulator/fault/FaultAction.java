package dev.kubezap.simulator.fault;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happens at a point. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = FaultAction.Drop.class, name = "drop"),
  @JsonSubTypes.Type(value = FaultAction.Delay.class, name = "delay"),
  @JsonSubTypes.Type(value = FaultAction.Duplicate.class, name = "duplicate"),
  @JsonSubTypes.Type(value = FaultAction.Reorder.class, name = "reorder"),
  @JsonSubTypes.Type(value = FaultAction.Split.class, name = "split"),
  @JsonSubTypes.Type(value = FaultAction.Truncate.class, name = "truncate"),
  @JsonSubTypes.Type(value = FaultAction.Close.class, name = "close"),
  @JsonSubTypes.Type(value = FaultAction.CloseAfter.class, name = "close-after"),
  @JsonSubTypes.Type(value = FaultAction.StreamError.class, name = "stream-error"),
  @JsonSubTypes.Type(value = FaultAction.Failure.class, name = "failure"),
  @JsonSubTypes.Type(value = FaultAction.Reject.class, name = "reject")
})
public sealed interface FaultAction {
  /** It is lost. */
  record Drop() implements FaultAction {}

  /** It comes later, and all behind it. */
  record Delay(long milliseconds) implements FaultAction {}

  /** It comes twice. */
  record Duplicate() implements FaultAction {}

  /** It comes after the next one. */
  record Reorder() implements FaultAction {}

  /** Its bytes go out in WebSocket messages of that many bytes. */
  record Split(int bytes) implements FaultAction {}

  /** Half of its bytes go out, then the connection breaks. */
  record Truncate() implements FaultAction {}

  /** The connection breaks in its place. */
  record Close() implements FaultAction {}

  /** The connection breaks after it. */
  record CloseAfter() implements FaultAction {}

  /**
   * A stream error in its place, then the end.
   *
   * @param code such as 503; 0 for none
   * @param conflict such as replaced or device_removed
   */
  record StreamError(int code, @Nullable String conflict) implements FaultAction {}

  /**
   * The login fails.
   *
   * @param reason such as 402
   * @param attributes more of the stanza, such as expire
   */
  record Failure(int reason, @Nullable Map<String, String> attributes) implements FaultAction {}

  /**
   * It is answered by an error, or accepted with more in the answer when the error is 0.
   *
   * @param error such as 463
   * @param attributes more of the answer, such as refresh_lid
   */
  record Reject(int error, @Nullable Map<String, String> attributes) implements FaultAction {}
}
