package dev.kubezap.whatsapp.account;

import dev.kubezap.whatsapp.node.Node;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The service's switches, by their numbers.
 *
 * @param hash names this set of values to the service; empty when nothing was fetched
 */
public record Properties(String hash, Map<Integer, String> values) {
  /** Direct messages of this account go to LIDs. */
  public static final int LID_ADDRESSING = 9435;

  /** None fetched. */
  public static final Properties NONE = new Properties("", Map.of());

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");

  public Properties {
    values = Map.copyOf(values);
  }

  /** After an answer of the service, which holds all values or those that changed. */
  public Properties updated(Node props) {
    Map<Integer, String> next = new HashMap<>();
    if (props.has("delta_update", "true") || props.children("prop").isEmpty()) {
      next.putAll(values);
    }
    for (Node prop : props.children("prop")) {
      prop.number("config_code")
          .ifPresent(
              code ->
                  prop.attribute("config_value").ifPresent(value -> next.put((int) code, value)));
    }
    return new Properties(props.attribute("hash").orElse(hash), next);
  }

  /** The number that a switch stands at. */
  public long number(int code, long otherwise) {
    String value = values.getOrDefault(code, "");
    return NUMBER.matcher(value).matches() ? Long.parseLong(value) : otherwise;
  }

  /** Whether a switch is on. */
  public boolean isOn(int code) {
    String value = values.getOrDefault(code, "");
    return value.equals("1") || value.equals("true");
  }
}
