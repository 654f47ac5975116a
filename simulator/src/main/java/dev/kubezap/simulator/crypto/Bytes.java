package dev.kubezap.simulator.crypto;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** An immutable byte string: a value type for keys, ids and payloads. */
public final class Bytes {
  /** No bytes. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /** Copies the array. */
  public static Bytes of(byte... value) {
    return new Bytes(value.clone());
  }

  /** The bytes of a protobuf field. */
  public static Bytes of(ByteString value) {
    return new Bytes(value.toByteArray());
  }

  /** The UTF-8 bytes of a text. */
  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Decodes hexadecimal digits. */
  public static Bytes hex(String digits) {
    return new Bytes(HexFormat.of().parseHex(digits));
  }

  /** Decodes standard base64. */
  @JsonCreator
  public static Bytes base64(String text) {
    return new Bytes(Base64.getDecoder().decode(text));
  }

  /** {@code size} big-endian bytes of a number. */
  public static Bytes number(long number, int size) {
    byte[] value = new byte[size];
    for (int i = 0; i < size; i++) {
      value[size - 1 - i] = (byte) (number >>> (8 * i));
    }
    return new Bytes(value);
  }

  /** All parts, one after the other. */
  public static Bytes concat(Bytes... parts) {
    int size = 0;
    for (Bytes part : parts) {
      size += part.size();
    }
    byte[] joined = new byte[size];
    int at = 0;
    for (Bytes part : parts) {
      System.arraycopy(part.value, 0, joined, at, part.size());
      at += part.size();
    }
    return new Bytes(joined);
  }

  /** A copy. */
  public byte[] toArray() {
    return value.clone();
  }

  /** As a protobuf field. */
  public ByteString toProto() {
    return ByteString.copyFrom(value);
  }

  /** From {@code from} to before {@code to}. */
  public Bytes slice(int from, int to) {
    return new Bytes(Arrays.copyOfRange(value, from, to));
  }

  /** From {@code from} to the end. */
  public Bytes slice(int from) {
    return slice(from, value.length);
  }

  /** One byte, 0 to 255. */
  public int at(int index) {
    return value[index] & 0xff;
  }

  /** Number of bytes. */
  public int size() {
    return value.length;
  }

  /** The bytes as a big-endian number; at most 8 of them. */
  public long toNumber() {
    long number = 0;
    for (byte b : value) {
      number = number << 8 | (b & 0xff);
    }
    return number;
  }

  /** The bytes as UTF-8 text. */
  public String toUtf8() {
    return new String(value, StandardCharsets.UTF_8);
  }

  /** Lower-case hexadecimal digits. */
  public String toHex() {
    return HexFormat.of().formatHex(value);
  }

  /** Standard base64. */
  @JsonValue
  public String toBase64() {
    return Base64.getEncoder().encodeToString(value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  /** The size only, since the content may be a secret. */
  @Override
  public String toString() {
    return "Bytes(" + value.length + ")";
  }
}
