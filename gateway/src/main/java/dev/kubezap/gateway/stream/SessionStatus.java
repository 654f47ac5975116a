package dev.kubezap.gateway.stream;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.crd.v1alpha1.WhatsAppSession;
import dev.kubezap.gateway.fleet.Fleet;
import dev.kubezap.gateway.name.SessionId;
import dev.kubezap.gateway.session.SessionDocument;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;

/** How a session stands, as an event's document. Pure. */
final class SessionStatus {

  /** How a session stands: on connecting, and whenever that changes. */
  static final String STATUS = "session.status";

  /** A session is gone. */
  static final String DELETED = "session.deleted";

  /** Begins the type of every event. */
  static final String TYPE_PREFIX = "dev.kubezap.";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private SessionStatus() {}

  /** The document of one that is there. */
  static Buffer of(WhatsAppSession session, Instant now) {
    SessionId id = Fleet.idOf(session);
    String version = session.getMetadata().getResourceVersion();
    ObjectNode document = head(id, id + "@" + version, STATUS, now);
    document.set("data", shown(session));
    return Buffer.buffer(document.toString());
  }

  /** The document of one that is gone. */
  static Buffer deleted(SessionId id, Instant now) {
    ObjectNode document = head(id, id + "@deleted-" + now.toEpochMilli(), DELETED, now);
    document.putObject("data").put("id", id.toString());
    return Buffer.buffer(document.toString());
  }

  /** Whether readers see a difference; that the pod heard something is none. */
  static boolean differs(WhatsAppSession before, WhatsAppSession after) {
    return !shown(before).equals(shown(after));
  }

  private static ObjectNode shown(WhatsAppSession session) {
    ObjectNode document = JSON.valueToTree(SessionDocument.listed(session));
    document.remove("lastInboundAt");
    return document;
  }

  private static ObjectNode head(SessionId id, String eventId, String type, Instant now) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("specversion", "1.0");
    document.put("id", eventId);
    document.put("source", source(id));
    document.put("type", TYPE_PREFIX + type);
    document.put("time", now.toString());
    document.put("datacontenttype", "application/json");
    return document;
  }

  /** What CloudEvents call a session. */
  static String source(SessionId id) {
    return "/namespaces/" + id.namespace() + "/sessions/" + id.name();
  }
}
