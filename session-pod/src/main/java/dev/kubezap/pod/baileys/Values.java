package dev.kubezap.pod.baileys;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.crypto.InvalidKeyException;
import dev.kubezap.whatsapp.crypto.KeyPair;
import dev.kubezap.whatsapp.crypto.PrivateKey;
import dev.kubezap.whatsapp.crypto.PublicKey;
import java.util.Base64;
import java.util.Optional;

/**
 * Values as Baileys writes them: bytes are {@code {"type":"Buffer","data":…}} with base64 or a list
 * of numbers, plain base64, numbers by their places, or what a database's export makes of them.
 * Whatever is none of these fails with {@link IllegalArgumentException}, which repeats nothing.
 */
final class Values {
  private static final int MOST_BYTES = 1 << 20;

  private Values() {}

  static ByteString bytes(JsonNode value) {
    return optionalBytes(value)
        .orElseThrow(() -> new IllegalArgumentException("bytes are missing"));
  }

  static Optional<ByteString> optionalBytes(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (value.isTextual()) {
      return Optional.of(ByteString.copyFrom(base64(value.textValue())));
    }
    if (value.isArray()) {
      return Optional.of(numbers(value, value.size()));
    }
    if (value.has("data")) {
      return optionalBytes(value.path("data"));
    }
    if (value.has("$binary")) {
      JsonNode binary = value.path("$binary");
      return optionalBytes(binary.isTextual() ? binary : binary.path("base64"));
    }
    if (value.isObject() && value.has("0")) {
      return Optional.of(numbers(value, value.size()));
    }
    throw new IllegalArgumentException("bytes are in no known form");
  }

  private static byte[] base64(String text) {
    // Its own message would repeat a character.
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("bytes are not base64", e);
    }
  }

  private static ByteString numbers(JsonNode places, int count) {
    if (count > MOST_BYTES) {
      throw new IllegalArgumentException("bytes are too many");
    }
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      JsonNode one = places.isArray() ? places.path(i) : places.path(Integer.toString(i));
      if (!one.isInt() || one.intValue() < 0 || one.intValue() > 0xFF) {
        throw new IllegalArgumentException("bytes are no numbers");
      }
      bytes[i] = (byte) one.intValue();
    }
    return ByteString.copyFrom(bytes);
  }

  static PublicKey publicKey(JsonNode value) {
    try {
      return PublicKey.parse(bytes(value));
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** A pair whose two keys are taken as they are. */
  static KeyPair pair(JsonNode privateKey, JsonNode publicKey) {
    return new KeyPair(new PrivateKey(bytes(privateKey)), publicKey(publicKey));
  }

  /** A pair of {@code private} and {@code public} of which the keys belong together. */
  static KeyPair checkedPair(JsonNode pair) {
    KeyPair read = pair(pair.path("private"), pair.path("public"));
    if (!KeyPair.of(read.privateKey()).equals(read)) {
      throw new IllegalArgumentException("the public key does not belong to the private one");
    }
    return read;
  }

  static int number(JsonNode value, int least, int most) {
    long number = optionalNumber(value);
    if (number < least || number > most) {
      throw new IllegalArgumentException("a number is missing or out of range");
    }
    return (int) number;
  }

  /** The least of all when there is none. */
  static long optionalNumber(JsonNode value) {
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return value.longValue();
    }
    if (value.isTextual()) {
      try {
        return Long.parseLong(value.textValue());
      } catch (NumberFormatException none) {
        return Long.MIN_VALUE;
      }
    }
    // What MongoDB's export makes of one.
    return value.has("$numberLong") ? optionalNumber(value.path("$numberLong")) : Long.MIN_VALUE;
  }

  static Optional<String> text(JsonNode value) {
    return Optional.ofNullable(value.textValue()).filter(text -> !text.isBlank());
  }
}
