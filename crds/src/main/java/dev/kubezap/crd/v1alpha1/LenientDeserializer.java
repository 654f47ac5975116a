package dev.kubezap.crd.v1alpha1;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a part of a resource and leaves out the values that this version does not know. A value
 * that could not be read would end the watch, and with it the work on everybody's resources: after
 * a rollback the API server still has what the newer version allowed.
 */
abstract class LenientDeserializer<T> extends JsonDeserializer<T> {

  private static final int LONGEST = 64;

  private final Class<T> type;
  private final String name;
  private final JsonMapper strict;

  /**
   * A reader of this type.
   *
   * @param name what the part is called in the resource
   */
  LenientDeserializer(Class<T> type, String name) {
    this.type = type;
    this.name = name;
    // Without this reader, which would call itself.
    this.strict = JsonMapper.builder().addMixIn(type, Plain.class).build();
  }

  @JsonDeserialize(using = JsonDeserializer.None.class)
  private interface Plain {}

  /** The value as it is to be, told what was left out of it. */
  abstract T without(T read, List<UnknownSetting> unknown);

  @Override
  public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    JsonNode tree = context.readTree(parser);
    var unknown = new ArrayList<UnknownSetting>();
    if (!tree.isObject()) {
      unknown.add(new UnknownSetting(name, text(tree)));
      tree = JsonNodeFactory.instance.objectNode();
    }
    while (true) {
      try {
        return without(strict.treeToValue(tree, type), List.copyOf(unknown));
      } catch (JsonMappingException e) {
        // Each turn takes something away, so that there is an end.
        unknown.add(removed(tree, e));
      }
    }
  }

  private UnknownSetting removed(JsonNode tree, JsonMappingException e)
      throws JsonMappingException {
    List<JsonMappingException.Reference> path = e.getPath();
    JsonNode parent = tree;
    var field = new StringBuilder(name);
    for (int i = 0; i < path.size(); i++) {
      JsonMappingException.Reference step = path.get(i);
      boolean element = step.getFieldName() == null;
      field.append(element ? "[" + step.getIndex() + "]" : "." + step.getFieldName());
      JsonNode child =
          element ? parent.path(step.getIndex()) : parent.path(String.valueOf(step.getFieldName()));
      boolean last = i == path.size() - 1;
      if (child.isMissingNode() || (!last && !child.isContainerNode())) {
        break;
      }
      if (last) {
        switch (parent) {
          case ObjectNode object -> object.remove(step.getFieldName());
          case ArrayNode array -> array.remove(step.getIndex());
          default -> throw e;
        }
        return new UnknownSetting(field.toString(), text(child));
      }
      parent = child;
    }
    throw e;
  }

  private static String text(JsonNode value) {
    String text = value.isObject() ? "an object" : value.isArray() ? "a list" : value.asText();
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }

  /** Reads a spec. */
  static final class Spec extends LenientDeserializer<WhatsAppSessionSpec> {

    Spec() {
      super(WhatsAppSessionSpec.class, "spec");
    }

    @Override
    WhatsAppSessionSpec without(WhatsAppSessionSpec read, List<UnknownSetting> unknown) {
      return unknown.isEmpty() ? read : read.lacking(unknown);
    }
  }

  /** Reads the spec of a class. */
  static final class ClassSpec extends LenientDeserializer<WhatsAppSessionClassSpec> {

    ClassSpec() {
      super(WhatsAppSessionClassSpec.class, "spec");
    }

    @Override
    WhatsAppSessionClassSpec without(WhatsAppSessionClassSpec read, List<UnknownSetting> unknown) {
      return unknown.isEmpty() ? read : read.lacking(unknown);
    }
  }

  /** Reads the spec of a webhook. */
  static final class WebhookSpec extends LenientDeserializer<WhatsAppWebhookSpec> {

    WebhookSpec() {
      super(WhatsAppWebhookSpec.class, "spec");
    }

    @Override
    WhatsAppWebhookSpec without(WhatsAppWebhookSpec read, List<UnknownSetting> unknown) {
      return unknown.isEmpty() ? read : read.lacking(unknown);
    }
  }

  /** Reads a status, of which each writer writes its part anew. */
  static final class Status extends LenientDeserializer<WhatsAppSessionStatus> {

    Status() {
      super(WhatsAppSessionStatus.class, "status");
    }

    @Override
    WhatsAppSessionStatus without(WhatsAppSessionStatus read, List<UnknownSetting> unknown) {
      return read;
    }
  }
}
