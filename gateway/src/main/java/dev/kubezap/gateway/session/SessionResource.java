package dev.kubezap.gateway.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.crd.v1alpha1.ApiScope;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.gateway.access.KeyDigest;
import dev.kubezap.gateway.name.SessionId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** The resource as what callers say makes and changes it. */
public final class SessionResource {

  /** Has the caller's own metadata, as JSON: an annotation takes texts that no label may have. */
  public static final String METADATA = "kubezap.dev/metadata";

  /**
   * What people call the session. The resource's own field names the linked device, in its form.
   */
  public static final String DISPLAY_NAME = "kubezap.dev/display-name";

  /** Name of the key that a session's maker got. */
  public static final String MAKERS_KEY = "maker";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private SessionResource() {}

  /**
   * The resource of a new session.
   *
   * @param key digest of the key that its maker gets
   */
  public static ObjectNode create(SessionId id, SessionRequest request, KeyDigest key) {
    ObjectNode resource = NODES.objectNode();
    resource.put("apiVersion", "kubezap.dev/v1alpha1");
    resource.put("kind", WhatsAppSession.class.getSimpleName());
    ObjectNode metadata = resource.putObject("metadata");
    metadata.put("namespace", id.namespace());
    metadata.put("name", id.name());
    Map<String, String> own = merged(Map.of(), request);
    if (!own.isEmpty()) {
      metadata.withObject("/annotations").put(METADATA, json(own));
    }
    Optional.ofNullable(request.displayName())
        .ifPresent(name -> metadata.withObject("/annotations").put(DISPLAY_NAME, name));
    ObjectNode spec = specOf(request);
    if (spec.get("behaviour") instanceof ObjectNode behaviour) {
      // A new session has nothing that a null could take away.
      behaviour.removeIf(JsonNode::isNull);
    }
    if (Boolean.FALSE.equals(request.start())) {
      spec.put("suspend", true);
    }
    ObjectNode entry = spec.putObject("api").putArray("keys").addObject();
    entry.put("name", MAKERS_KEY);
    entry.put("sha256", key.hex());
    entry.putArray("scopes").add("admin");
    resource.set("spec", spec);
    return resource;
  }

  /**
   * What a change does to a resource, as a merge patch that holds only for this version of it.
   *
   * @param session the resource as it is
   */
  public static ObjectNode change(WhatsAppSession session, SessionRequest request) {
    ObjectNode patch = onVersion(session);
    if (request.metadata() != null) {
      Map<String, String> own = merged(metadataOf(session), request);
      ObjectNode annotations = patch.withObject("/metadata/annotations");
      if (own.isEmpty()) {
        annotations.putNull(METADATA);
      } else {
        annotations.put(METADATA, json(own));
      }
    }
    Optional.ofNullable(request.displayName())
        .ifPresent(name -> patch.withObject("/metadata/annotations").put(DISPLAY_NAME, name));
    patch.set("spec", specOf(request));
    return patch;
  }

  /** Another key in the place of the one that the session's maker got, or beside all others. */
  public static ObjectNode replaceKey(WhatsAppSession session, KeyDigest key) {
    ObjectNode patch = onVersion(session);
    ArrayNode keys = patch.putObject("spec").putObject("api").putArray("keys");
    session.getSpec().apiKeys().stream()
        .filter(one -> !one.name().equals(MAKERS_KEY))
        .forEach(one -> keys.add(JSON.valueToTree(one)));
    ObjectNode entry = keys.addObject();
    entry.put("name", MAKERS_KEY);
    entry.put("sha256", key.hex());
    entry.set("scopes", JSON.valueToTree(List.of(ApiScope.ADMIN)));
    return patch;
  }

  private static ObjectNode onVersion(WhatsAppSession session) {
    ObjectNode patch = NODES.objectNode();
    patch.putObject("metadata").put("resourceVersion", session.getMetadata().getResourceVersion());
    return patch;
  }

  private static ObjectNode specOf(SessionRequest request) {
    ObjectNode spec = NODES.objectNode();
    Optional.ofNullable(request.phoneNumber())
        .ifPresent(number -> spec.putObject("pairing").put("phoneNumber", number));
    Optional.ofNullable(request.className()).ifPresent(name -> spec.put("className", name));
    ObjectNode behaviour = request.behaviour();
    if (behaviour != null) {
      spec.set("behaviour", behaviour.deepCopy());
    }
    List<WebhookRequest> webhooks = request.webhooks();
    if (webhooks != null) {
      ArrayNode list = spec.putArray("webhooks");
      webhooks.forEach(webhook -> add(list.addObject(), webhook));
    }
    return spec;
  }

  private static void add(ObjectNode entry, WebhookRequest webhook) {
    entry.put("url", webhook.url());
    Optional.ofNullable(webhook.name()).ifPresent(name -> entry.put("name", name));
    List<String> events = webhook.events();
    if (events != null) {
      ArrayNode list = entry.putArray("events");
      events.forEach(list::add);
    }
    Optional.ofNullable(webhook.timeout()).ifPresent(time -> entry.put("timeout", time));
    Optional.ofNullable(webhook.retry()).ifPresent(retry -> entry.set("retry", retry.deepCopy()));
    Optional.ofNullable(webhook.maxAttempts())
        .ifPresent(attempts -> entry.put("maxAttempts", attempts));
    if (!webhook.headers().isEmpty()) {
      ArrayNode headers = entry.putArray("headers");
      new TreeMap<>(webhook.headers())
          .forEach((name, value) -> headers.addObject().put("name", name).put("value", value));
    }
  }

  /** The caller's own metadata of a session. */
  public static Map<String, String> metadataOf(WhatsAppSession session) {
    Optional<String> text = annotation(session, METADATA);
    if (text.isEmpty()) {
      return Map.of();
    }
    try {
      return JSON.readValue(text.get(), new TypeReference<TreeMap<String, String>>() {});
    } catch (JsonProcessingException e) {
      // Somebody else wrote the annotation; what it says is then none of a caller's metadata.
      return Map.of();
    }
  }

  /** What people call the session. */
  static Optional<String> displayNameOf(WhatsAppSession session) {
    return annotation(session, DISPLAY_NAME)
        .or(() -> Optional.ofNullable(session.getSpec().displayName()));
  }

  private static Optional<String> annotation(WhatsAppSession session, String name) {
    return Optional.ofNullable(session.getMetadata().getAnnotations())
        .flatMap(annotations -> Optional.ofNullable(annotations.get(name)));
  }

  private static Map<String, String> merged(Map<String, String> before, SessionRequest request) {
    var own = new TreeMap<>(before);
    Objects.requireNonNullElse(request.metadata(), Map.<String, String>of())
        .forEach(
            (name, value) -> {
              if (value == null) {
                own.remove(name);
              } else {
                own.put(name, value);
              }
            });
    return own;
  }

  private static String json(Map<String, String> texts) {
    try {
      return JSON.writeValueAsString(texts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts are always JSON", e);
    }
  }
}
