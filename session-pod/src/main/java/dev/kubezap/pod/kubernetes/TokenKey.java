package dev.kubezap.pod.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.Optional;

/**
 * A key that an API server signs tokens with (RFC 7517, 7518): RS256 or ES256.
 *
 * @param algorithm as a token's header must name it
 */
record TokenKey(String algorithm, PublicKey key) {
  private static final int LEAST_RSA_BITS = 2048;

  /** Reads one of a key set; empty when it is of another kind, or damaged. */
  static Optional<TokenKey> of(JsonNode jwk) {
    try {
      return switch (jwk.path("kty").asText()) {
        case "RSA" -> {
          BigInteger modulus = number(jwk, "n");
          yield modulus.bitLength() < LEAST_RSA_BITS
              ? Optional.empty()
              : Optional.of(
                  new TokenKey(
                      "RS256",
                      KeyFactory.getInstance("RSA")
                          .generatePublic(new RSAPublicKeySpec(modulus, number(jwk, "e")))));
        }
        case "EC" ->
            jwk.path("crv").asText().equals("P-256")
                ? Optional.of(new TokenKey("ES256", onP256(number(jwk, "x"), number(jwk, "y"))))
                : Optional.empty();
        default -> Optional.empty();
      };
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether it signed this. */
  boolean verifies(byte[] content, byte[] signature) {
    try {
      Signature verifier =
          Signature.getInstance(
              algorithm.equals("RS256") ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
      verifier.initVerify(key);
      verifier.update(content);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      // A signature of another form is a wrong one.
      return false;
    }
  }

  private static BigInteger number(JsonNode jwk, String name) {
    return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.path(name).asText()));
  }

  private static PublicKey onP256(BigInteger x, BigInteger y) throws GeneralSecurityException {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    return KeyFactory.getInstance("EC")
        .generatePublic(
            new ECPublicKeySpec(new ECPoint(x, y), curve.getParameterSpec(ECParameterSpec.class)));
  }
}
