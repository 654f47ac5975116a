package dev.kubezap.tracing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code ExportTraceServiceRequest} by the field numbers of opentelemetry-proto 1.x, whose
 * generated classes cannot stand beside the lite runtime of protobuf that sessions have.
 */
final class OtlpBytes {
  private static final int LENGTH_DELIMITED = 2;

  @SuppressWarnings("ArrayRecordComponent") // Read once, compared never.
  private record Field(int number, byte[] bytes, long value) {
    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    String hex() {
      return HexFormat.of().formatHex(bytes);
    }
  }

  private OtlpBytes() {}

  /** The spans of a request's body. */
  static List<CollectedSpan> read(byte[] body) {
    List<CollectedSpan> spans = new ArrayList<>();
    for (Field resourceSpans : all(fields(body), 1)) {
      List<Field> inResource = fields(resourceSpans.bytes());
      Map<String, String> resource = new LinkedHashMap<>();
      all(inResource, 1).forEach(one -> resource.putAll(attributes(fields(one.bytes()), 1)));
      for (Field scope : all(inResource, 2)) {
        all(fields(scope.bytes()), 2).forEach(span -> spans.add(span(span.bytes(), resource)));
      }
    }
    return spans;
  }

  private static CollectedSpan span(byte[] bytes, Map<String, String> resource) {
    List<Field> fields = fields(bytes);
    return new CollectedSpan(
        resource.getOrDefault("service.name", ""),
        hex(fields, 1),
        hex(fields, 2),
        hex(fields, 4),
        all(fields, 5).getFirst().text(),
        (int) number(fields, 6),
        number(fields, 7),
        number(fields, 8),
        attributes(fields, 9),
        resource,
        all(fields, 15).stream().anyMatch(status -> number(fields(status.bytes()), 3) == 2));
  }

  private static Map<String, String> attributes(List<Field> fields, int number) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (Field one : all(fields, number)) {
      List<Field> pair = fields(one.bytes());
      List<Field> value = fields(all(pair, 2).getFirst().bytes());
      Field first = value.getFirst();
      attributes.put(
          all(pair, 1).getFirst().text(),
          first.number() == 1 ? first.text() : Long.toString(first.value()));
    }
    return attributes;
  }

  private static String hex(List<Field> fields, int number) {
    return all(fields, number).stream().map(Field::hex).findFirst().orElse("");
  }

  private static long number(List<Field> fields, int number) {
    return all(fields, number).stream().mapToLong(Field::value).findFirst().orElse(0);
  }

  private static List<Field> all(List<Field> fields, int number) {
    return fields.stream().filter(field -> field.number() == number).toList();
  }

  private static List<Field> fields(byte[] message) {
    List<Field> fields = new ArrayList<>();
    ByteBuffer left = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    while (left.hasRemaining()) {
      long tag = varint(left);
      int number = (int) (tag >>> 3);
      int type = (int) (tag & 7);
      byte[] bytes = new byte[type == LENGTH_DELIMITED ? (int) varint(left) : 0];
      left.get(bytes);
      long value =
          switch (type) {
            case 0 -> varint(left);
            case 1 -> left.getLong();
            case LENGTH_DELIMITED -> 0;
            case 5 -> left.getInt();
            default -> throw new IllegalArgumentException("no wire type " + type);
          };
      fields.add(new Field(number, bytes, value));
    }
    return fields;
  }

  private static long varint(ByteBuffer left) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = left.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
