package dev.kubezap.pod.kubernetes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.config.SessionName;
import dev.kubezap.whatsapp.SessionSnapshot;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Makes the document that is applied to the resource's status. Pure. */
final class StatusDocument {

  private StatusDocument() {}

  /**
   * Exactly the fields that the pod owns.
   *
   * @param codes whether QR and pairing code are shown, rather than only until when they are valid
   */
  static ObjectNode of(
      SessionName session, StatusInput input, List<StatusCondition> conditions, boolean codes) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("apiVersion", "kubezap.dev/v1alpha1");
    document.put("kind", "WhatsAppSession");
    ObjectNode metadata = document.putObject("metadata");
    metadata.put("namespace", session.namespace());
    metadata.put("name", session.name());
    ObjectNode status = document.putObject("status");
    status.set("session", session(input, codes));
    status.set("conditions", conditions(conditions));
    return document;
  }

  private static ObjectNode session(StatusInput input, boolean codes) {
    SessionSnapshot snapshot = input.snapshot();
    ObjectNode session = JsonNodeFactory.instance.objectNode();
    session.put("state", snapshot.phase().text());
    snapshot.reason().ifPresent(reason -> session.put("reason", reason));
    session.put("podUid", input.podUid());
    session.put("epoch", input.epoch());
    snapshot.phoneNumber().ifPresent(number -> session.put("phoneNumber", number));
    snapshot.jid().ifPresent(jid -> session.put("jid", jid.toString()));
    snapshot.lid().ifPresent(lid -> session.put("lid", lid.toString()));
    snapshot.pushName().ifPresent(name -> session.put("pushName", name));
    snapshot
        .qr()
        .ifPresent(
            qr -> {
              ObjectNode shown = session.putObject("qr");
              if (codes) {
                shown.put("text", qr.text());
              }
              shown.put("expiresAt", time(qr.expiresAt()));
            });
    snapshot
        .pairingCode()
        .ifPresent(
            code -> {
              ObjectNode shown = session.putObject("pairingCode");
              if (codes) {
                shown.put("code", code.code());
              }
              shown.put("expiresAt", time(code.expiresAt()));
            });
    snapshot.connectedAt().ifPresent(at -> session.put("connectedAt", time(at)));
    snapshot
        .lastDisconnect()
        .ifPresent(
            end ->
                session
                    .putObject("lastDisconnect")
                    .put("code", end.code())
                    .put("reason", end.reason())
                    .put("at", time(end.at())));
    snapshot.lastInboundAt().ifPresent(at -> session.put("lastInboundAt", time(at)));
    session.put("reconnects", snapshot.reconnects());
    session.put("clientVersion", snapshot.clientVersion());
    return session;
  }

  private static ArrayNode conditions(List<StatusCondition> conditions) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (StatusCondition condition : conditions) {
      array
          .addObject()
          .put("type", condition.type())
          .put("status", condition.status())
          .put("reason", condition.reason())
          .put("message", condition.message())
          .put("lastTransitionTime", time(condition.since()));
    }
    return array;
  }

  /** Kubernetes keeps whole seconds. */
  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
