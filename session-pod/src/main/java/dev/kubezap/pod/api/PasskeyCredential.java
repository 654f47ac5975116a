package dev.kubezap.pod.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.kubezap.pod.http.Problem;
import dev.kubezap.pod.http.ProblemException;
import dev.kubezap.pod.json.Fields;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.Optional;

/**
 * What a browser made of a passkey: the members of {@code PublicKeyCredential.toJSON()} (WebAuthn
 * level 3, section 5.1) that WhatsApp takes. What is plainly wrong is said here, because WhatsApp
 * names no reason.
 *
 * @param rawId names the passkey
 * @param clientData what the browser says that it signed
 * @param document as WhatsApp takes it
 */
record PasskeyCredential(ByteString rawId, JsonNode clientData, ObjectNode document) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 16_384;
  private static final int SHORTEST_DATA = 37;

  /**
   * The member {@code credential} of a request.
   *
   * @throws ProblemException 422 with every member that is wrong
   */
  static PasskeyCredential read(Fields fields) {
    Optional<Fields> credential = fields.object("credential");
    if (credential.isEmpty()) {
      if (!fields.has("credential")) {
        fields.wrong("credential", "is required: what navigator.credentials.get() answered");
      }
      Checked.pass(fields);
    }
    Fields given = credential.orElseThrow();
    given.ignored("authenticatorAttachment", "clientExtensionResults");
    Optional<String> id = given.requiredText("id", LONGEST);
    byte[] rawId = bytes(given, "rawId", 1);
    if (!given.requiredText("type", 32).map("public-key"::equals).orElse(true)) {
      given.wrong("type", "must be public-key");
    }
    Optional<Fields> response = given.object("response");
    if (!given.has("response")) {
      given.wrong("response", "is required");
    }
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    JsonNode clientData = JsonNodeFactory.instance.missingNode();
    if (response.isPresent()) {
      Fields signed = response.get();
      signed.ignored("attestationObject");
      clientData = clientData(signed);
      bytes(signed, "authenticatorData", SHORTEST_DATA);
      bytes(signed, "signature", 1);
      Optional<String> userHandle =
          signed.isNull("userHandle") ? Optional.empty() : signed.text("userHandle", LONGEST);
      Checked.pass(fields);
      document
          .put("id", id.orElseThrow())
          .put("rawId", given.text("rawId", LONGEST).orElseThrow())
          .put("type", "public-key")
          .putObject("response")
          .put("clientDataJSON", signed.text("clientDataJSON", LONGEST).orElseThrow())
          .put("authenticatorData", signed.text("authenticatorData", LONGEST).orElseThrow())
          .put("signature", signed.text("signature", LONGEST).orElseThrow())
          .put("userHandle", userHandle.orElse(null));
    }
    Checked.pass(fields);
    return new PasskeyCredential(ByteString.copyFrom(rawId), clientData, document);
  }

  /**
   * Passes when it answers this challenge.
   *
   * @throws ProblemException 422 when it answers another one
   */
  void mustAnswer(String challenge) {
    if (!clientData.path("challenge").asText().equals(challenge)) {
      throw new ProblemException(
          Problem.invalid(
              "credential.response.clientDataJSON",
              "answers another challenge: sign the options that are shown now"));
    }
  }

  /** Leaves out what was signed, which links a device. */
  @Override
  public String toString() {
    return "PasskeyCredential[hidden]";
  }

  private static JsonNode clientData(Fields signed) {
    byte[] bytes = bytes(signed, "clientDataJSON", 1);
    JsonNode read = JsonNodeFactory.instance.missingNode();
    if (bytes.length == 0) {
      return read;
    }
    try {
      read = JSON.readTree(bytes);
    } catch (IOException unreadable) {
      signed.wrong("clientDataJSON", "must be JSON in base64url");
      return read;
    }
    if (!read.path("type").asText().equals("webauthn.get")) {
      signed.wrong("clientDataJSON", "must have the type webauthn.get");
    } else if (!isWhatsApp(read.path("origin").asText())) {
      signed.wrong(
          "clientDataJSON",
          "must be signed in a tab of https://web.whatsapp.com: WhatsApp takes no other origin");
    }
    return read;
  }

  private static boolean isWhatsApp(String origin) {
    try {
      URI uri = URI.create(origin);
      String host = Optional.ofNullable(uri.getHost()).orElse("");
      return "https".equals(uri.getScheme())
          && (host.equals("whatsapp.com") || host.endsWith(".whatsapp.com"));
    } catch (IllegalArgumentException none) {
      return false;
    }
  }

  private static byte[] bytes(Fields fields, String name, int least) {
    Optional<String> text = fields.requiredText(name, LONGEST);
    if (text.isEmpty()) {
      return new byte[0];
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text.get());
      if (bytes.length >= least) {
        return bytes;
      }
      fields.wrong(name, "must not be shorter than " + least + " bytes");
    } catch (IllegalArgumentException none) {
      fields.wrong(name, "must be base64url");
    }
    return new byte[0];
  }
}
