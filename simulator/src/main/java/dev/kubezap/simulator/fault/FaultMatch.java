package dev.kubezap.simulator.fault;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.kubezap.simulator.node.Node;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which places a rule is for; whatever is null matches all.
 *
 * @param account phone number of the connected account
 * @param device its device
 * @param connection number of the connection
 * @param tag of the stanza
 * @param child tag of its first child
 * @param attributes that the stanza has, such as xmlns, type, class, id
 */
public record FaultMatch(
    @Nullable String account,
    @Nullable Integer device,
    @Nullable Long connection,
    @Nullable String tag,
    @Nullable String child,
    @JsonProperty("attributes") @Nullable Map<String, String> attributes) {
  /** Everything. */
  public static FaultMatch all() {
    return new FaultMatch(null, null, null, null, null, null);
  }

  /** Every stanza of a tag. */
  public static FaultMatch tag(String tag) {
    return new FaultMatch(null, null, null, tag, null, null);
  }

  /** Every stanza of a tag that has an attribute. */
  public static FaultMatch tag(String tag, String attribute, String value) {
    return new FaultMatch(null, null, null, tag, null, Map.of(attribute, value));
  }

  boolean matches(FaultSite site) {
    Node stanza = site.stanza();
    String first = stanza.children().isEmpty() ? "" : stanza.children().getFirst().tag();
    return (account == null || account.equals(site.account()))
        && (device == null || device == site.device())
        && (connection == null || connection == site.connection())
        && (tag == null || tag.equals(stanza.tag()))
        && (child == null || child.equals(first))
        && (attributes == null
            || attributes.entrySet().stream()
                .allMatch(e -> stanza.attribute(e.getKey()).equals(e.getValue())));
  }
}
