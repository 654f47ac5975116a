package dev.kubezap.pod.store;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.kubezap.whatsapp.store.StoredStateException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Numbered byte-string fields in protobuf's wire form, for what is encrypted as one value: small,
 * and a reader skips nothing that a newer version added.
 */
public final class NumberedFields {
  private final Map<Integer, List<ByteString>> values = new LinkedHashMap<>();

  /** Adds a value; a number may have several. */
  public NumberedFields add(int number, ByteString value) {
    values.computeIfAbsent(number, absent -> new ArrayList<>()).add(value);
    return this;
  }

  /** Adds a text. */
  public NumberedFields add(int number, String value) {
    return add(number, ByteString.copyFromUtf8(value));
  }

  /** Adds a text when there is one. */
  public NumberedFields add(int number, Optional<String> value) {
    value.ifPresent(text -> add(number, text));
    return this;
  }

  /** Every value of a number, in order. */
  public List<ByteString> all(int number) {
    return values.getOrDefault(number, List.of());
  }

  /** The first value of a number. */
  public Optional<ByteString> bytes(int number) {
    return all(number).stream().findFirst();
  }

  /** The first value of a number as text. */
  public Optional<String> text(int number) {
    return bytes(number).map(ByteString::toStringUtf8);
  }

  /**
   * A value that every version writes.
   *
   * @throws StoredStateException when it is missing
   */
  public ByteString required(int number) {
    return bytes(number)
        .orElseThrow(() -> new StoredStateException("a stored value lacks field " + number));
  }

  /**
   * A text that every version writes.
   *
   * @throws StoredStateException when it is missing
   */
  public String requiredText(int number) {
    return required(number).toStringUtf8();
  }

  /** The stored form. */
  public byte[] encode() {
    int size = 0;
    for (Map.Entry<Integer, List<ByteString>> field : values.entrySet()) {
      for (ByteString value : field.getValue()) {
        size += CodedOutputStream.computeBytesSize(field.getKey(), value);
      }
    }
    byte[] bytes = new byte[size];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      for (Map.Entry<Integer, List<ByteString>> field : values.entrySet()) {
        for (ByteString value : field.getValue()) {
          out.writeBytes(field.getKey(), value);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory cannot fail", e);
    }
    out.checkNoSpaceLeft();
    return bytes;
  }

  /**
   * Reads the stored form.
   *
   * @throws StoredStateException when it is none
   */
  public static NumberedFields decode(byte[] encoded) {
    NumberedFields fields = new NumberedFields();
    CodedInputStream in = CodedInputStream.newInstance(encoded);
    try {
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        fields.add(WireFormat.getTagFieldNumber(tag), in.readBytes());
      }
    } catch (IOException e) {
      throw new StoredStateException("a stored value has an unknown form", e);
    }
    return fields;
  }
}
