package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.whatsapp.SessionSnapshot;

/** The session's document. What is not known is absent. */
final class SessionJson {

  private SessionJson() {}

  static ObjectNode of(SessionSnapshot snapshot) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("phase", snapshot.phase().text());
    snapshot.reason().ifPresent(reason -> json.put("reason", reason));
    snapshot.phoneNumber().ifPresent(number -> json.put("phoneNumber", number));
    snapshot.jid().ifPresent(jid -> json.put("jid", jid.toString()));
    snapshot.lid().ifPresent(lid -> json.put("lid", lid.toString()));
    snapshot.pushName().ifPresent(name -> json.put("pushName", name));
    snapshot.qr().ifPresent(qr -> json.set("qr", qr(qr)));
    snapshot.pairingCode().ifPresent(code -> json.set("pairingCode", pairingCode(code)));
    snapshot.connectedAt().ifPresent(at -> json.put("connectedAt", at.toString()));
    snapshot
        .lastDisconnect()
        .ifPresent(
            end ->
                json.putObject("lastDisconnect")
                    .put("code", end.code())
                    .put("reason", end.reason())
                    .put("at", end.at().toString()));
    snapshot.lastInboundAt().ifPresent(at -> json.put("lastInboundAt", at.toString()));
    json.put("clientVersion", snapshot.clientVersion());
    json.put("reconnects", snapshot.reconnects());
    return json;
  }

  static ObjectNode qr(SessionSnapshot.Qr qr) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("text", qr.text())
        .put("updatedAt", qr.shownAt().toString())
        .put("expiresAt", qr.expiresAt().toString());
  }

  static ObjectNode pairingCode(SessionSnapshot.PairingCode code) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("code", code.code())
        .put("expiresAt", code.expiresAt().toString());
  }
}
