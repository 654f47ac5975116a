package dev.kubezap.gateway.api;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.kubezap.gateway.problem.Problem;
import dev.kubezap.gateway.problem.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Reads bodies of requests: nothing is coerced, and what is not known is refused by name. */
final class Bodies {

  private static final int LONGEST = 64 * 1024;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .withCoercionConfig(
              LogicalType.Textual,
              config ->
                  List.of(
                          CoercionInputShape.Integer,
                          CoercionInputShape.Float,
                          CoercionInputShape.Boolean)
                      .forEach(shape -> config.setCoercion(shape, CoercionAction.Fail)))
          .withCoercionConfig(
              LogicalType.Boolean,
              config ->
                  List.of(CoercionInputShape.String, CoercionInputShape.Integer)
                      .forEach(shape -> config.setCoercion(shape, CoercionAction.Fail)))
          .build();

  private Bodies() {}

  /**
   * A body as a record.
   *
   * @param otherwise what no body at all stands for
   */
  static <T> T read(byte[] body, Class<T> type, T otherwise) {
    if (body.length == 0) {
      return otherwise;
    }
    if (body.length > LONGEST) {
      throw new ProblemException(
          Problem.of(413, "too-large", "The body is too large", "It may have 64 KiB."));
    }
    try {
      T read = JSON.readValue(body, type);
      if (read == null) {
        throw new ProblemException(Problem.malformed("The body must be a JSON object."));
      }
      return read;
    } catch (UnrecognizedPropertyException e) {
      throw invalid(e, "is not a field here");
    } catch (JsonMappingException e) {
      if (e.getPath().isEmpty()) {
        throw new ProblemException(Problem.malformed("The body must be a JSON object."));
      }
      throw invalid(e, "is of another kind: see /openapi.json");
    } catch (JacksonException e) {
      throw new ProblemException(
          Problem.malformed(
              "The body is not JSON, at line "
                  + (e.getLocation() == null ? 1 : e.getLocation().getLineNr())
                  + "."));
    } catch (IOException e) {
      throw new IllegalStateException("bytes in memory can always be read", e);
    }
  }

  private static ProblemException invalid(JsonMappingException e, String message) {
    return new ProblemException(
        Problem.invalid(List.of(new dev.kubezap.gateway.problem.FieldError(path(e), message))));
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            one ->
                one.getFieldName() == null ? "[" + one.getIndex() + "]" : "." + one.getFieldName())
        .collect(Collectors.joining())
        .replaceFirst("^[.]", "");
  }
}
