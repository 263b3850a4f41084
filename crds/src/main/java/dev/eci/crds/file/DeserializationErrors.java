// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.file;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/** Describes a field of the wrong type in the terms of the API server. */
final class DeserializationErrors {
  private DeserializationErrors() {}

  /** {@code field} is the path of the bound tree in the document. */
  static String sentence(JsonProcessingException e, String field) {
    String at = e instanceof JsonMappingException mapping ? path(mapping, field) : field;
    return at + ": " + reason(e);
  }

  private static String reason(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "unknown field; known fields: "
          + unknown.getKnownPropertyIds().stream()
              .map(String::valueOf)
              .sorted()
              .collect(Collectors.joining(", "));
    }
    if (e instanceof InvalidFormatException format && format.getTargetType().isEnum()) {
      return "\"%s\" is not one of %s"
          .formatted(
              format.getValue(),
              Arrays.stream(format.getTargetType().getEnumConstants())
                  .map(DeserializationErrors::spelling)
                  .collect(Collectors.joining(", ")));
    }
    if (e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
      return "must be of type " + type(mismatch.getTargetType());
    }
    return e.getOriginalMessage().strip().replaceAll("\\s+", " ");
  }

  /** The value of an enum constant in the document, from its Jackson annotation. */
  private static String spelling(Object constant) {
    try {
      JsonProperty written =
          constant
              .getClass()
              .getField(((Enum<?>) constant).name())
              .getAnnotation(JsonProperty.class);
      return written == null ? constant.toString() : written.value();
    } catch (NoSuchFieldException e) {
      return constant.toString();
    }
  }

  private static String type(Class<?> type) {
    if (Collection.class.isAssignableFrom(type)) {
      return "array";
    }
    if (type == String.class) {
      return "string";
    }
    return type == Boolean.class || type == boolean.class ? "boolean" : "object";
  }

  private static String path(JsonMappingException e, String field) {
    StringBuilder path = new StringBuilder(field);
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append('.').append(step.getFieldName());
      }
    }
    return path.toString();
  }
}
