package dev.kubezap.simulator.control;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a body in words of the body, not of the classes behind it. */
final class BodyErrors {
  private static final Pattern CHOICES = Pattern.compile("(?:Enum class|type ids).*?\\[(.*?)]");

  private BodyErrors() {}

  static String sentence(JacksonException e) {
    return switch (e) {
      case UnrecognizedPropertyException unknown ->
          "There is no field "
              + path(unknown)
              + "; there are "
              + unknown.getKnownPropertyIds().stream()
                  .map(Object::toString)
                  .sorted()
                  .collect(Collectors.joining(", "));
      case InvalidTypeIdException type ->
          path(type) + " needs a kind: " + choices(type.getOriginalMessage());
      case InvalidFormatException format when format.getTargetType().isEnum() ->
          path(format)
              + " is none of "
              + choices(format.getOriginalMessage())
              + ": "
              + format.getValue();
      case ValueInstantiationException value when value.getCause() != null ->
          String.valueOf(value.getCause().getMessage());
      case MismatchedInputException mismatch
          when mismatch.getOriginalMessage().startsWith("Missing required") ->
          "The field " + path(mismatch) + " is missing";
      case MismatchedInputException mismatch ->
          mismatch.getPath().isEmpty()
              ? "The body is no JSON object"
              : path(mismatch) + " is of the wrong type";
      default -> "The body is no JSON: " + e.getOriginalMessage();
    };
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream().map(BodyErrors::step).collect(Collectors.joining("."));
  }

  private static @Nullable String step(JsonMappingException.Reference reference) {
    return reference.getFieldName() == null
        ? Integer.toString(reference.getIndex())
        : reference.getFieldName();
  }

  private static String choices(String message) {
    Matcher choices = CHOICES.matcher(message);
    return choices.find() ? choices.group(1) : message;
  }
}
