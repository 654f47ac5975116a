package dev.kubezap.client;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a session, as a CloudEvent of version 1.0.
 *
 * <p>An event may be given more than once, always under the same {@code id}.
 *
 * @param id the same at each delivery
 * @param source the session
 * @param type such as {@code dev.kubezap.message.received}; a newer session may raise types that
 *     this client does not know
 * @param subject the chat, where there is one
 * @param time when it happened
 * @param dataschema form and version of {@code data}
 * @param sequence its place in the session's events, growing
 * @param data what the catalogue of events says of its type
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CloudEvent(
    String id,
    String source,
    String type,
    @Nullable String subject,
    OffsetDateTime time,
    @Nullable String dataschema,
    String sequence,
    JsonNode data) {

  /** Takes an event without data as one whose data is missing. */
  public CloudEvent {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(type, "type");
    data = data == null ? MissingNode.getInstance() : data;
  }

  /** Shows what happened, and not what was said. */
  @Override
  public String toString() {
    return "CloudEvent[id=" + id + ", type=" + type + ", sequence=" + sequence + "]";
  }
}
