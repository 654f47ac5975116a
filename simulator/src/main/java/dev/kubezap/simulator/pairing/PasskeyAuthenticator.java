package dev.kubezap.simulator.pairing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.Digests;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/**
 * A user's passkey for whatsapp.com and the browser that signs with it, as WebAuthn level 2
 * describes both (sections 5.8.1, 6.1 and 7.2). It signs with ES256.
 */
public final class PasskeyAuthenticator {
  private static final String RELYING_PARTY = "whatsapp.com";
  private static final String ORIGIN = "https://web.whatsapp.com";

  /** User present and user verified. */
  private static final byte FLAGS = 0x05;

  private static final int FLAGS_AT = 32;
  private static final int SHORTEST_DATA = 37;

  private final ObjectMapper json = new ObjectMapper();
  private final KeyPair key;
  private final Bytes credentialId;

  /** A new passkey. */
  PasskeyAuthenticator(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      key = generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    byte[] id = new byte[16];
    random.nextBytes(id);
    credentialId = Bytes.of(id);
  }

  /**
   * What {@code navigator.credentials.get()} answers in a tab of web.whatsapp.com, as {@code
   * toJSON()} writes it.
   *
   * @param options WebAuthn request options
   * @throws IllegalArgumentException if they are not JSON or ask for another site's passkey
   */
  public JsonNode sign(String options) {
    try {
      JsonNode asked = json.readTree(options);
      if (!asked.path("rpId").asText().equals(RELYING_PARTY)) {
        throw new IllegalArgumentException("The passkey is one of " + RELYING_PARTY);
      }
      ObjectNode client =
          json.createObjectNode()
              .put("type", "webauthn.get")
              .put("challenge", asked.path("challenge").asText())
              .put("origin", ORIGIN)
              .put("crossOrigin", false);
      Bytes clientData = Bytes.utf8(json.writeValueAsString(client));
      Bytes data =
          Bytes.concat(
              Digests.sha256(Bytes.utf8(RELYING_PARTY)), Bytes.of(FLAGS), Bytes.number(1, 4));
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key.getPrivate());
      signature.update(Bytes.concat(data, Digests.sha256(clientData)).toArray());
      ObjectNode credential =
          json.createObjectNode()
              .put("id", url(credentialId))
              .put("rawId", url(credentialId))
              .put("type", "public-key")
              .put("authenticatorAttachment", "platform");
      credential
          .putObject("response")
          .put("clientDataJSON", url(clientData))
          .put("authenticatorData", url(data))
          .put("signature", url(Bytes.of(signature.sign())))
          .putNull("userHandle");
      credential.putObject("clientExtensionResults");
      return credential;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The options are not JSON", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether an assertion is this passkey's for a challenge. */
  boolean verifies(Bytes named, String assertion, String challenge) {
    try {
      JsonNode credential = json.readTree(assertion);
      JsonNode response = credential.path("response");
      Bytes clientData = bytes(response, "clientDataJSON");
      Bytes data = bytes(response, "authenticatorData");
      JsonNode client = json.readTree(clientData.toArray());
      boolean stated =
          named.equals(credentialId)
              && bytes(credential, "rawId").equals(credentialId)
              && credential.path("type").asText().equals("public-key")
              && client.path("type").asText().equals("webauthn.get")
              && client.path("challenge").asText().equals(challenge)
              && client.path("origin").asText().equals(ORIGIN)
              && data.size() >= SHORTEST_DATA
              && data.slice(0, FLAGS_AT).equals(Digests.sha256(Bytes.utf8(RELYING_PARTY)))
              && (data.at(FLAGS_AT) & FLAGS) == FLAGS;
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initVerify(key.getPublic());
      signature.update(Bytes.concat(data, Digests.sha256(clientData)).toArray());
      return stated && signature.verify(bytes(response, "signature").toArray());
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static Bytes bytes(JsonNode object, String name) {
    return Bytes.of(Base64.getUrlDecoder().decode(object.path(name).asText()));
  }

  private static String url(Bytes bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toArray());
  }
}
