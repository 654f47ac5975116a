package dev.kubezap.pod.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.json.Fields;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A webhook's fields as JSON, the same wherever it is declared. */
public final class WebhookFields {
  private WebhookFields() {}

  /**
   * Takes the fields beside the name, and notes what is wrong with them.
   *
   * @return empty when something is
   */
  public static Optional<WebhookSetting> read(Optional<String> name, Fields fields) {
    Optional<URI> url = fields.requiredText("url", 2048).flatMap(text -> address(fields, text));
    List<String> events = fields.texts("events", 100, 64);
    Map<String, Secret> headers = new LinkedHashMap<>();
    fields
        .textMap("headers", 32, 8192)
        .forEach((header, value) -> headers.put(header, new Secret(value)));
    List<Secret> keys = fields.texts("signingKeys", 2, 512).stream().map(Secret::new).toList();
    return name.flatMap(
        named -> url.map(to -> new WebhookSetting(named, to, events, headers, keys)));
  }

  /** What {@link #read} takes, its secrets in the clear. */
  public static ObjectNode write(WebhookSetting webhook) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("url", webhook.url().toString());
    var events = json.putArray("events");
    webhook.events().forEach(events::add);
    ObjectNode headers = json.putObject("headers");
    webhook.headers().forEach((header, value) -> headers.put(header, value.value()));
    var keys = json.putArray("signingKeys");
    webhook.signingKeys().forEach(key -> keys.add(key.value()));
    return json;
  }

  private static Optional<URI> address(Fields fields, String text) {
    Optional<URI> address = Variables.addressOf(text, Set.of("http", "https"));
    if (address.isEmpty()) {
      fields.wrong("url", "must be an http or https address, " + Variables.PORT_OF_ADDRESS);
    }
    return address;
  }
}
