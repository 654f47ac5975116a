package dev.kubezap.pod.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.whatsapp.pairing.ReadPasskey;

/** What callers see of a passkey that is waited for. */
final class PasskeyJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PasskeyJson() {}

  /** What is waited for, with WhatsApp's WebAuthn request options as they came. */
  static ObjectNode of(ReadPasskey.Standing standing) {
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    shown.put(
        "waitingFor",
        switch (standing.waiting()) {
          case NOTHING -> "nothing";
          case ASSERTION -> "assertion";
          case PHONE -> "phone";
          case CONFIRMATION -> "confirmation";
        });
    if (standing.waiting() == ReadPasskey.Waiting.ASSERTION) {
      shown.set("options", options(standing.options()));
    }
    standing.code().ifPresent(code -> shown.put("code", code));
    standing.expiresAt().ifPresent(at -> shown.put("expiresAt", at.toString()));
    return shown;
  }

  /** The challenge that has to be signed, as the options write it. */
  static String challenge(String options) {
    return options(options).path("challenge").asText();
  }

  private static JsonNode options(String options) {
    try {
      JsonNode read = JSON.readTree(options);
      if (read != null && read.isObject()) {
        return read;
      }
    } catch (JsonProcessingException unreadable) {
      // Said below: what the service wrote is of no use to a browser either.
    }
    throw new ProblemException(
        Problem.of(
            502,
            "whatsapp-fault",
            "WhatsApp's servers had a fault",
            "WhatsApp's passkey options cannot be read: DELETE /api/v1/session/passkey and scan"
                + " again."));
  }
}
